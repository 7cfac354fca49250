import type { Catalogue } from '@callbook/catalogue';
import type { BookingFact, Host, HostMissingReason } from '@callbook/contracts';
import type { CalendarBooking } from '../calendar/calendar';
import type { BookingAttempt } from './booking-attempt';
import { preference } from './plan-booking';

/** The host and which answer had it, or why there is none. */
export interface HostReading {
  readonly host: Host | null;
  readonly hostReadFrom: 'post' | 'get' | null;
  readonly hostMissingReason: HostMissingReason | null;
}

/** All that subscribers need to know about a booking, from what was asked, what the calendar said and the catalogue. */
export function bookingFact(
  attempt: BookingAttempt,
  booking: CalendarBooking,
  host: HostReading,
  catalogue: Catalogue,
): Omit<BookingFact, 'revision' | 'functionCallIds'> {
  const { request, company } = attempt;
  const staff = host.host ? catalogue.staffOfCalcomUser(company, host.host.id) : undefined;
  return {
    ...host,
    call: request.call,
    requestId: attempt.id,
    requestKey: attempt.requestKey,
    calcomBookingId: booking.id,
    calcomUid: booking.uid,
    rootUid: booking.uid,
    eventTypeId: booking.eventTypeId,
    service: request.service,
    start: booking.start.toISOString(),
    end: booking.end.toISOString(),
    durationMinutes: Math.round((booking.end.getTime() - booking.start.getTime()) / 60_000),
    timeZone: request.timeZone,
    status: booking.status,
    attendeeAsSaid: request.attendee,
    attendeeAsBooked: booking.attendee,
    location: booking.location,
    metadata: { ...booking.metadata },
    preferredStaff: preference(request.preferredStaff, company, catalogue),
    price: catalogue.priceOf(request.service.id, staff?.id ?? null, booking.createdAt ?? booking.answeredAt),
    catalogueVersion: catalogue.version,
    segments: [],
    notes: request.notes,
    providerCreatedAt: booking.createdAt?.toISOString() ?? null,
    providerUpdatedAt: booking.updatedAt?.toISOString() ?? null,
  };
}
