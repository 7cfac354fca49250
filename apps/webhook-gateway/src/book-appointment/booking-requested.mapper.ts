import {
  BookingRequested,
  type CallIdentity,
  createEvent,
  type Event,
  type Language,
  requestKey,
} from '@callbook/contracts';
import type { SaidBooking } from './said-booking';

export interface RequestContext {
  readonly company: { readonly slug: string; readonly language: Language };
  readonly call: CallIdentity;
  /** Becomes the event's id: the same function call is the same request, however often it arrives. */
  readonly functionCallId: string;
  readonly now: Date;
  readonly answerBy: Date;
}

/** The event that asks for a booking. */
export function bookingRequested(booking: SaidBooking, context: RequestContext): Event<BookingRequested> {
  const { company, call, functionCallId, now, answerBy } = context;
  const { service, start, attendee } = booking;
  const data: BookingRequested = {
    requestKey: requestKey({
      company: company.slug,
      retellCallId: call.retellCallId,
      operation: 'book',
      serviceId: service.id,
      start,
      attendeeName: attendee.name,
    }),
    call,
    service: { id: service.id, key: service.key },
    start: start.toISOString(),
    attendee,
    preferredStaff: booking.preferredStaff,
    notes: booking.notes,
    timeZone: booking.timeZone,
    language: company.language,
    answerBy: answerBy.toISOString(),
  };
  return createEvent(BookingRequested, data, {
    id: functionCallId,
    company: company.slug,
    time: now,
    correlationId: call.retellCallId,
  });
}
