import { type BookingRequested, foldedName } from '@callbook/contracts';
import { type Attempt, type BookingAttempt, isLiving, isOpen } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { CalendarBooking } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import type { Clock } from '../clock/clock';
import { isLive } from '../calendar/is-live';

/** What the same person has asked for in another call. */
export type InAnotherCall =
  /** Nothing that is there, or on its way. */
  | { readonly kind: 'nothing' }
  /** It is being worked on, or being changed: what becomes of it decides. */
  | { readonly kind: 'under_way' }
  /** They hold that very appointment. */
  | { readonly kind: 'booked'; readonly uid: string };

/** The rounds of other calls: callers ring back, and the calendar takes a second booking of one person as gladly as a first. */
export class OtherRounds {
  constructor(
    private readonly attempts: Attempts,
    private readonly chains: Chains,
    private readonly clock: Clock,
  ) {}

  /** Of two calls that want the same at one time, the one that asked later waits for the other. */
  async sameWish(attempt: BookingAttempt): Promise<InAnotherCall> {
    const others = await this.attempts.ofOtherCalls(attempt);
    const same = others.filter((other) => isSamePerson(other.request, attempt.request));
    for (const other of same) {
      const uid = isLiving(other) && !other.withdrawnAt ? await this.heldNow(other) : undefined;
      if (uid === 'being_changed') return { kind: 'under_way' };
      if (uid !== undefined) return { kind: 'booked', uid };
    }
    const isUnderWay = same.some((other) => mayStillBook(other) && isBefore(other, attempt));
    return { kind: isUnderWay ? 'under_way' : 'nothing' };
  }

  /**
   * Whether a booking stands for nothing any more, or for nothing yet: one of our rounds made it, and it was never published.
   * That round is told to see to it.
   */
  async isUnsettled(company: string, { uid, metadata }: CalendarBooking): Promise<boolean> {
    const other = await this.roundNamedIn(company, metadata);
    if (!other || (await this.chains.of(company, uid))) return false;
    if (!isOpen(other)) await this.attempts.schedule(other, this.clock.now());
    return true;
  }

  /** The number of the call that made a booking, when it was one of ours. */
  async phoneBehind(company: string, { metadata }: CalendarBooking): Promise<string | null> {
    const other = await this.roundNamedIn(company, metadata);
    return other?.operation === 'book' ? phoneOf(other.request) : null;
  }

  /** The appointment may have been moved or cancelled since. */
  private async heldNow({
    company,
    bookedUid,
    request,
  }: BookingAttempt): Promise<string | 'being_changed' | undefined> {
    const chain = bookedUid === null ? undefined : await this.chains.of(company, bookedUid);
    if (!chain || !isLive(chain.fact) || Date.parse(chain.fact.start) !== Date.parse(request.start)) return undefined;
    const changes = await this.attempts.openChanges(company, chain.rootUid);
    return changes.length > 0 ? 'being_changed' : chain.currentUid;
  }

  private roundNamedIn(company: string, metadata: CalendarBooking['metadata']): Promise<Attempt | undefined> {
    const { callbook_request_id: requestId } = metadata;
    return typeof requestId === 'string' ? this.attempts.byId(company, requestId) : Promise.resolve(undefined);
  }
}

/** Known by number and name; a name that was not given could be any. Without a number, by address and name. */
function isSamePerson(one: BookingRequested, two: BookingRequested): boolean {
  const [name, otherName] = [foldedName(one.attendee.name), foldedName(two.attendee.name)];
  const [phone, otherPhone] = [phoneOf(one), phoneOf(two)];
  if (phone !== null && phone === otherPhone) return name === null || otherName === null || name === otherName;
  if (phone !== null && otherPhone !== null) return false;
  const [email, otherEmail] = [one.attendee.email?.toLowerCase(), two.attendee.email?.toLowerCase()];
  return email !== undefined && email === otherEmail && name !== null && name === otherName;
}

function phoneOf({ attendee, call }: BookingRequested): string | null {
  return attendee.phone ?? call.customerNumber;
}

/** What is left to a person is still looked at for a while: a booking of it may show. */
function mayStillBook(attempt: BookingAttempt): boolean {
  const isBeingReleased = isLiving(attempt) && attempt.withdrawnAt !== null;
  return isOpen(attempt) || isBeingReleased || (attempt.state === 'unresolved' && attempt.dueAt !== null);
}

function isBefore(one: BookingAttempt, two: BookingAttempt): boolean {
  const difference = one.createdAt.getTime() - two.createdAt.getTime();
  return difference === 0 ? one.id < two.id : difference < 0;
}
