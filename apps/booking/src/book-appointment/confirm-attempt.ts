import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import type { Calendar, CalendarBooking } from '../calendar/calendar';
import { chainFact, type HostReading, type SaidByPhone } from '../chains/chain-fact';
import type { Attempts } from './attempts';
import type { BookingAttempt } from './booking-attempt';
import { preference } from './plan-booking';

/** The chain that a round's booking began; for a booking just made, that booking alone. */
export interface BookedChain {
  readonly rootUid: string;
  readonly uids: readonly string[];
  readonly newest: CalendarBooking;
  readonly bookedAt: Date | null;
}

/** Settles a round with the booking that carries its request id, whoever saw the booking first. */
export class ConfirmAttempt {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly catalogue: CatalogueSource,
  ) {}

  /** @throws AttemptMoved */
  async execute(attempt: BookingAttempt, chain: BookedChain, readFrom: 'post' | 'get'): Promise<void> {
    const { newest: booking, rootUid, uids, bookedAt } = chain;
    if (booking.status !== 'accepted' && booking.status !== 'pending') {
      if (attempt.state === 'unresolved') return; // a person has been told already
      return this.attempts.settle(attempt, {
        kind: 'unresolved',
        reason: 'booking_ended_meanwhile',
        providerText: booking.status,
      });
    }
    const { company } = attempt;
    const host = await this.hostOf(company, booking, readFrom);
    const catalogue = this.catalogue.current();
    const said = saidInRequest(attempt, catalogue);
    const fact = chainFact({ company, rootUid, bookedAt, booking, host, said }, catalogue);
    const { askedAt, answeredAt } = booking;
    await this.attempts.settle(attempt, { kind: 'booked', reading: { fact, uids, askedAt, answeredAt } });
  }

  /** The host from whichever answer has it. A booking is never failed for a missing host. */
  private async hostOf(company: string, booking: CalendarBooking, readFrom: 'post' | 'get'): Promise<HostReading> {
    if (booking.host) return { host: booking.host, hostReadFrom: readFrom, hostMissingReason: null };
    const again = await this.calendar.get(company, booking.uid).catch(() => undefined);
    if (again?.host) return { host: again.host, hostReadFrom: 'get', hostMissingReason: null };
    return {
      host: null,
      hostReadFrom: null,
      hostMissingReason: again?.hostMissingReason ?? booking.hostMissingReason ?? 'no_host',
    };
  }
}

/** What the caller said, as the facts about the booking tell it. */
export function saidInRequest({ id, company, requestKey, request }: BookingAttempt, catalogue: Catalogue): SaidByPhone {
  const { call, service, timeZone, attendee: attendeeAsSaid, notes } = request;
  const preferredStaff = preference(request.preferredStaff, company, catalogue);
  return { call, requestId: id, requestKey, service, timeZone, attendeeAsSaid, preferredStaff, notes };
}
