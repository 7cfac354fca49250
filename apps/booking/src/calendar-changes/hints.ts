import type { CalendarNotified, Event } from '@callbook/contracts';
import type { Hint } from './hint';

/**
 * Why a hint is put before a person. `not_shown`: the calendar never came to show what the hint told. `not_found`: it has no
 * such booking. `look_failed`: the booking could not be read or published. `second_chain`: another booking carries the request
 * id of one that is booked, or came from the same booking. `composite_changed`: some bookings of a composite service were moved
 * or cancelled in the calendar, and the others not.
 */
export type HintFinding = 'not_shown' | 'not_found' | 'look_failed' | 'second_chain' | 'composite_changed';

/** Looks at the calendar that are owed, shared by all replicas. A look is owed until it is done or put before a person. */
export abstract class Hints {
  /** Remembers the hint, durably; joins those for the same uid that wait to be looked at. */
  abstract add(hint: Event<CalendarNotified>, dueAt: Date): Promise<void>;

  /** Takes hints that are due; nobody else gets them before `until`, unless a new hint for the uid joins. */
  abstract takeDue(due: { readonly now: Date; readonly until: Date; readonly limit: number }): Promise<Hint[]>;

  /** The look is done, for all hints it has seen. */
  abstract done(hint: Hint): Promise<void>;

  /** Looks again then. `failure` says why no look could be made; without it, one was made in vain. */
  abstract lookAgain(hint: Hint, dueAt: Date, failure?: string): Promise<void>;

  /** Waits for something else to happen first; neither a look nor a failure. */
  abstract wait(hint: Hint, dueAt: Date): Promise<void>;

  /** Leaves the hint to a person: logged, counted and kept. */
  abstract report(
    hint: Hint,
    finding: { readonly kind: HintFinding; readonly detail?: string; readonly at: Date },
  ): Promise<void>;
}
