import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import { type Attempt, bookingWish } from '../attempts/attempt';
import { type Calendar, type CalendarBooking, CalendarUnavailable } from '../calendar/calendar';
import { chainFact, type HostReading, type SaidByPhone } from '../chains/chain-fact';
import type { ChainReading, Chains } from '../chains/chains';
import { together } from '../chains/together';
import { readChain, type ReadChain } from '../chains/read-chain';
import { isLive } from '../calendar/is-live';
import type { BookedChain } from './conclude-booking';
import { preference } from './plan-booking';

/** How long the calendar may take to show what it has just booked. Milliseconds. */
const showsWithinMs = 2_000;

/** What an attempt has booked, as one appointment. */
export class BookedParts {
  constructor(
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly catalogue: CatalogueSource,
  ) {}

  /**
   * Every part as the calendar has it now, in order; `ended` when one of them lives no longer.
   * @throws CalendarUnavailable also while one does not show: it was made a moment ago
   */
  async read({ company, progress }: Attempt): Promise<ReadChain[] | 'ended'> {
    const sight = { calendar: this.calendar, chains: this.chains };
    const uids = progress.parts.flatMap(({ uid }) => uid ?? []);
    const bookings = await Promise.all(uids.map((uid) => this.calendar.get(company, uid, 'bookings')));
    if (bookings.includes(undefined))
      throw new CalendarUnavailable('calcom_not_shown', 'a booking just made does not show yet', {
        retryAfterMs: showsWithinMs,
      });
    const chains = await Promise.all(
      bookings.flatMap((booking) => (booking ? readChain(sight, company, booking) : [])),
    );
    return chains.every(({ newest }) => isLive(newest)) ? chains : 'ended';
  }

  /** The appointment's whole state; that of its first booking, as far as the bookings differ. */
  async readingOf(attempt: Attempt, chains: readonly BookedChain[], readFrom: 'post' | 'get'): Promise<ChainReading> {
    const { company } = attempt;
    const [first] = chains;
    if (!first) throw new Error(`attempt ${attempt.id} has booked nothing to tell of`);
    const { rootUid, bookedAt, newest: booking } = first;
    const host = await this.hostOf(company, booking, readFrom);
    const catalogue = this.catalogue.current();
    const said = saidInRequest(attempt, catalogue);
    const fact = chainFact({ company, rootUid, bookedAt, booking, host, said }, catalogue);
    const { askedAt, answeredAt } = booking;
    const uids = chains.flatMap((chain) => chain.uids);
    const parts = chains.map(({ newest }, index) => ({
      segment: attempt.progress.parts[index]?.segment ?? null,
      booking: newest,
    }));
    return { fact: { ...fact, ...together(parts) }, uids, askedAt, answeredAt };
  }

  /** The host from whichever answer has it. A booking is never failed for a missing host. */
  private async hostOf(company: string, booking: CalendarBooking, readFrom: 'post' | 'get'): Promise<HostReading> {
    if (booking.host) return { host: booking.host, hostReadFrom: readFrom, hostMissingReason: null };
    const again = await this.calendar.get(company, booking.uid, 'bookings').catch(() => undefined);
    if (again?.host) return { host: again.host, hostReadFrom: 'get', hostMissingReason: null };
    const hostMissingReason = again?.hostMissingReason ?? booking.hostMissingReason ?? 'no_host';
    return { host: null, hostReadFrom: null, hostMissingReason };
  }
}

/** What the caller said, as the facts about the booking tell it. */
export function saidInRequest(attempt: Attempt, catalogue: Catalogue): SaidByPhone {
  const { id, company, requestKey } = attempt;
  const request = bookingWish(attempt);
  const { call, service, timeZone, attendee: attendeeAsSaid, notes } = request;
  const preferredStaff = preference(request, company, catalogue);
  return { call, requestId: id, requestKey, service, timeZone, attendeeAsSaid, preferredStaff, notes };
}
