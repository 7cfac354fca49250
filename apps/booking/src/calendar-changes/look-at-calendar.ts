import type { CatalogueSource } from '@callbook/catalogue';
import type { BookingAttempt } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import { isLive } from '../calendar/is-live';
import type { TakeEvidence } from '../book-appointment/take-evidence';
import type { Calendar } from '../calendar/calendar';
import type { SaidByPhone } from '../chains/chain-fact';
import type { Chains, KnownChain } from '../chains/chains';
import { isAnyLive, readAppointment, type ReadAppointment } from '../chains/read-appointment';
import type { ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import { type Hint, hasReached, isKnown } from './hint';
import type { HintFinding } from './hints';
import { readingOf, saidOf } from './reading-of';

/** What a look came to. */
export type Look =
  /** Nothing more to do. `foreign`: no appointment of ours. `settled`: it was the answer to an open attempt. `surplus`: its attempt will cancel it. */
  | { readonly kind: 'done'; readonly as: 'known' | 'published' | 'no_news' | 'foreign' | 'settled' | 'surplus' }
  /** The calendar does not show yet what the hint told, or shows what cannot stay so. The finding, should it stay so. */
  | { readonly kind: 'not_yet'; readonly finding: HintFinding }
  /** The POST that made the booking may still be waiting for its answer, or a change is under way, which will tell. */
  | { readonly kind: 'wait' }
  /** Nothing a machine can settle. */
  | { readonly kind: 'finding'; readonly finding: HintFinding };

/**
 * Looks at what a hint is about and publishes what is new. A hint is never a fact: only what the calendar answers counts.
 * Safe to run again from the start, and twice at once: what is published is judged under the chain's lock.
 */
export class LookAtCalendar {
  constructor(
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly attempts: Attempts,
    private readonly takeEvidence: TakeEvidence,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CalendarUnavailable
   * @throws AttemptMoved when somebody else settled the attempt meanwhile
   */
  async execute(hint: Hint): Promise<Look> {
    const { company, uid, expectedStatus } = hint;
    const before = await this.chains.of(company, uid);
    if (isKnown(hint, before)) return { kind: 'done', as: 'known' };

    const sight = { calendar: this.calendar, chains: this.chains };
    const appointment = await readAppointment(sight, company, uid, 'hints', hint.previousUid);
    if (appointment === 'missing') return { kind: 'not_yet', finding: 'not_found' };
    // A cancelled booking whose successor does not show yet was moved, not cancelled.
    if (appointment === 'incomplete') return { kind: 'not_yet', finding: 'not_shown' };

    const look = await this.takeNote(hint, appointment);
    if (look.kind !== 'done' || look.as === 'foreign') return look;
    // Two moves at once made it: whoever made this one will cancel it.
    if (appointment.beside && isLive(appointment.beside)) return { kind: 'not_yet', finding: 'second_chain' };
    const newest = appointment.parts.find(({ chain }) => chain.newest.uid === uid)?.chain.newest;
    const isShown = !newest || hasReached(newest.status, expectedStatus);
    return isShown ? look : { kind: 'not_yet', finding: 'not_shown' };
  }

  private async takeNote(hint: Hint, appointment: ReadAppointment): Promise<Look> {
    const { known, parts } = appointment;
    if (known && known.fact.segments.length > 0) return this.takeNoteOfSegments(hint, appointment, known);
    if (known) return this.publish(hint, appointment, known.fact);
    const chain = parts[0]?.chain;
    const attempt = chain && (await this.attemptOf(hint.company, chain));
    if (attempt) return this.asEvidence(attempt, chain);

    const said = saidOf(hint.company, appointment, this.catalogue.current());
    return said ? this.publish(hint, appointment, said) : { kind: 'done', as: 'foreign' };
  }

  /** Of several bookings only what holds of all is told: half of a change is put right by whoever made it, or by a person. */
  private async takeNoteOfSegments(hint: Hint, appointment: ReadAppointment, known: KnownChain): Promise<Look> {
    const isChanging = (await this.attempts.openChanges(hint.company, known.rootUid)).length > 0;
    if (isChanging) return { kind: 'wait' };
    const isWhole = appointment.parts.every(
      ({ chain }, index) => isLive(chain.newest) && chain.newest.uid === known.fact.segments[index]?.uid,
    );
    if (isWhole || !isAnyLive(appointment)) return this.publish(hint, appointment, known.fact);
    return { kind: 'not_yet', finding: 'composite_changed' };
  }

  /**
   * A chain that is not known and carries our request id belongs to that attempt: while it is open, it alone publishes. One
   * that shows beside the booking it ended with, or where it ended without one, is surplus: the attempt sees to it.
   */
  private async asEvidence(attempt: BookingAttempt, chain: ReadChain): Promise<Look> {
    switch (await this.takeEvidence.execute(attempt, chain)) {
      case 'taken':
        return { kind: 'done', as: 'settled' };
      case 'wait':
        return { kind: 'wait' };
      case 'of_no_use': {
        const { status } = chain.newest;
        if (status === 'cancelled' || status === 'rejected') return { kind: 'done', as: 'known' };
        // Settled since this look began: the next one finds the chain known.
        if (attempt.bookedUid !== null && chain.uids.includes(attempt.bookedUid)) return { kind: 'wait' };
        await this.attempts.schedule(attempt, this.clock.now());
        return { kind: 'done', as: 'surplus' };
      }
    }
  }

  private async publish({ company, messageId }: Hint, appointment: ReadAppointment, said: SaidByPhone): Promise<Look> {
    const reading = readingOf(company, appointment, said, this.catalogue.current());
    return { kind: 'done', as: await this.chains.take(company, reading, messageId) };
  }

  private async attemptOf(company: string, { newest }: ReadChain): Promise<BookingAttempt | undefined> {
    const requestId = newest.metadata.callbook_request_id;
    const attempt = typeof requestId === 'string' ? await this.attempts.byId(company, requestId) : undefined;
    return attempt?.operation === 'book' ? attempt : undefined;
  }
}
