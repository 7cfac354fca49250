import type { Calendar, CalendarBooking } from '../calendar/calendar';
import type { Chains, KnownChain } from './chains';

/** One appointment as the calendar shows it: every move made a new booking with a new uid. */
export interface ReadChain {
  /** The first uid that is known of it: its identity. */
  readonly rootUid: string;
  /** Every uid that was seen now, oldest first. */
  readonly uids: readonly string[];
  readonly newest: CalendarBooking;
  /** False while the calendar names a newer booking that it does not show yet. */
  readonly isComplete: boolean;
  /** When the first booking was made, where it was seen. */
  readonly bookedAt: Date | null;
  /** What was published of it before. */
  readonly known: KnownChain | undefined;
  /** The uid it was known by: of the booking read, or of an earlier one. */
  readonly knownBy: string | undefined;
}

export interface ChainSight {
  readonly calendar: Pick<Calendar, 'get'>;
  readonly chains: Pick<Chains, 'of'>;
}

/** Far more moves than any appointment sees; what links further is broken. */
const longestChain = 50;

/**
 * Follows a booking to the newest of its chain, and back until the chain is known or begins.
 * @param previousUid what it replaced, by a hint; for bookings that do not say it themselves
 * @throws CalendarUnavailable
 */
export async function readChain(
  { calendar, chains }: ChainSight,
  company: string,
  booking: CalendarBooking,
  previousUid: string | null = null,
): Promise<ReadChain> {
  const uids = [booking.uid];
  const unseen = (uid: string | null): uid is string =>
    uid !== null && !uids.includes(uid) && uids.length < longestChain;

  let newest = booking;
  while (unseen(newest.rescheduledToUid)) {
    const later = await calendar.get(company, newest.rescheduledToUid);
    if (!later) break;
    newest = later;
    uids.push(later.uid);
  }

  let oldest = booking;
  let known = await chains.of(company, booking.uid);
  let knownBy = known && booking.uid;
  let earlierUid = booking.rescheduledFromUid ?? previousUid;
  while (!known && unseen(earlierUid)) {
    known = await chains.of(company, earlierUid);
    knownBy = known && earlierUid;
    const earlier = known ? undefined : await calendar.get(company, earlierUid);
    if (!earlier) break;
    oldest = earlier;
    uids.unshift(earlier.uid);
    earlierUid = earlier.rescheduledFromUid;
  }

  const bookedAt = known ? known.fact.providerCreatedAt && new Date(known.fact.providerCreatedAt) : oldest.createdAt;
  return {
    rootUid: known?.rootUid ?? oldest.uid,
    uids,
    newest,
    isComplete: newest.rescheduledToUid === null,
    bookedAt: bookedAt || null,
    known,
    knownBy,
  };
}
