import {
  type CalcomBooking,
  type CalcomClient,
  CalcomError,
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
  CalcomUnavailable,
  CalcomUnclear,
  type UnclearReason,
} from '@callbook/calcom-client';
import { type BookingStatus, bookingStatuses, type Host } from '@callbook/contracts';
import { type BookingOrder, Calendar, type CalendarBooking, CalendarUnavailable, type OrderAnswer } from './calendar';
import { refusalReasonOf } from './refusal-reasons';

/** The client for a company's API key. */
export type ClientOf = (company: string) => CalcomClient;

/** Cal.com as the company's calendar: says what its answers mean for an order. */
export class CalcomCalendar extends Calendar {
  constructor(private readonly clientOf: ClientOf) {
    super();
  }

  async book(order: BookingOrder): Promise<OrderAnswer> {
    let client: CalcomClient;
    try {
      client = this.clientOf(order.company);
    } catch (error) {
      // Without a key nothing can have been sent: the order waits until somebody repairs the configuration.
      return { kind: 'not_taken', code: 'calcom_not_configured', message: (error as Error).message };
    }
    try {
      const booking = await client.createBooking({
        eventTypeId: order.eventTypeId,
        start: order.start,
        attendee: {
          name: order.attendee.name,
          timeZone: order.timeZone,
          language: order.language,
          ...(order.attendee.email && { email: order.attendee.email }),
          ...(order.attendee.phone && { phoneNumber: order.attendee.phone }),
        },
        metadata: { callbook_request_id: order.requestId, callbook_call_id: order.retellCallId },
      });
      return { kind: 'booked', booking: toCalendarBooking(booking, order.eventTypeId) };
    } catch (error) {
      return orderAnswerOf(error);
    }
  }

  async find({
    company,
    requestId,
    eventTypeId,
    start,
  }: Pick<BookingOrder, 'company' | 'requestId' | 'eventTypeId' | 'start'>): Promise<CalendarBooking | undefined> {
    // By start alone: Cal.com cannot search metadata, status changes, and e-mail addresses are rewritten.
    const bookings = await this.clientOf(company)
      .listBookings({
        eventTypeIds: [eventTypeId],
        afterStart: minutesAfter(start, -1),
        beforeEnd: minutesAfter(start, longestBookingMinutes),
      })
      .catch(sayUnavailable);
    const ours = bookings.find(
      (booking) =>
        booking.metadata.callbook_request_id === requestId &&
        Math.abs(booking.start.getTime() - start.getTime()) <= 60_000,
    );
    return ours && toCalendarBooking(ours, eventTypeId);
  }

  async get(company: string, uid: string): Promise<CalendarBooking | undefined> {
    const booking = await this.clientOf(company).getBooking(uid).catch(sayUnavailable);
    return booking && toCalendarBooking(booking, booking.eventTypeId ?? 0);
  }
}

/** What a failed POST means for the order. Whatever is not known to have made no booking may have made one. */
export function orderAnswerOf(error: unknown): OrderAnswer {
  if (error instanceof CalcomRefused) {
    const { status, providerText } = error;
    return { kind: 'refused', reason: refusalReasonOf({ status, message: providerText }), providerText };
  }
  if (error instanceof CalcomRateLimited)
    return { kind: 'not_taken', code: 'calcom_rate_limited', message: error.message, retryAfterMs: error.resetMs };
  if (error instanceof CalcomUnauthorized)
    return { kind: 'not_taken', code: 'calcom_unauthorized', message: error.message };
  if (error instanceof CalcomUnavailable)
    return { kind: 'not_taken', code: `calcom_${error.reason}`, message: error.message };
  if (error instanceof CalcomUnclear) return { kind: 'unclear', providerText: error.providerText ?? error.message };
  if (error instanceof CalcomError) return { kind: 'unclear', providerText: error.message };
  throw error;
}

/** A look-up changes nothing, so whatever an outage explains can simply be asked again. The rest goes through as it is. */
function sayUnavailable(error: unknown): never {
  const cause = { cause: error };
  if (error instanceof CalcomRateLimited) {
    throw new CalendarUnavailable('calcom_rate_limited', error.message, { ...cause, retryAfterMs: error.resetMs });
  }
  if (error instanceof CalcomUnauthorized) throw new CalendarUnavailable('calcom_unauthorized', error.message, cause);
  const outage =
    error instanceof CalcomUnavailable || (error instanceof CalcomUnclear && !unreadable.has(error.reason));
  if (outage) throw new CalendarUnavailable(`calcom_${error.reason}`, error.message, cause);
  throw error;
}

/** Answers that will not be readable later either. */
const unreadable: ReadonlySet<UnclearReason> = new Set<UnclearReason>(['unexpected_shape', 'too_many_pages']);

function toCalendarBooking(booking: CalcomBooking, eventTypeId: number): CalendarBooking {
  const [attendee] = booking.attendees;
  return {
    id: booking.id,
    uid: booking.uid,
    status: statusOf(booking.status),
    eventTypeId: booking.eventTypeId ?? eventTypeId,
    start: booking.start,
    end: booking.end,
    host: booking.host && hostOf(booking.host),
    hostMissingReason: booking.hostMissing,
    attendee: attendee
      ? { name: attendee.name ?? '', email: attendee.email, phone: attendee.phoneNumber, timeZone: attendee.timeZone }
      : null,
    location: booking.location,
    metadata: booking.metadata,
    rescheduledFromUid: booking.rescheduledFromUid,
    rescheduledToUid: booking.rescheduledToUid,
    createdAt: booking.createdAt,
    updatedAt: booking.updatedAt,
    askedAt: booking.askedAt,
    answeredAt: booking.answeredAt,
  };
}

function hostOf({ id, name, email, timeZone }: Host): Host {
  return { id, name, email, timeZone };
}

/** A state Cal.com adds later counts as not confirmed yet: nobody is told "booked" on the strength of an unknown word. */
function statusOf(status: string): BookingStatus {
  return (bookingStatuses as readonly string[]).includes(status) ? (status as BookingStatus) : 'pending';
}

/** Only bounds the list: an appointment is over within a day. */
const longestBookingMinutes = 24 * 60;

function minutesAfter(date: Date, minutes: number): Date {
  return new Date(date.getTime() + minutes * 60_000);
}
