import {
  BookingRequested,
  type CallIdentity,
  createEvent,
  type Event,
  type Language,
  requestKey,
} from '@callbook/contracts';
import type { EarlierWish } from './earlier-wish';
import type { SaidBooking } from './said-booking';

export interface RequestContext {
  readonly company: { readonly slug: string; readonly language: Language };
  readonly call: CallIdentity;
  /** Becomes the event's id: the same function call is the same request, however often it arrives. */
  readonly functionCallId: string;
  readonly now: Date;
  readonly answerBy: Date;
}

/** What makes this booking the same as another of its call. */
export function keyOf({ service, start, attendee }: SaidBooking, { company, call }: KeyContext): string {
  const { retellCallId } = call;
  return requestKey({
    company: company.slug,
    retellCallId,
    serviceId: service.id,
    start,
    attendeeName: attendee.name,
  });
}

type KeyContext = Pick<RequestContext, 'company' | 'call'>;

/** The event that asks for a booking. */
export function bookingRequested(
  booking: SaidBooking,
  { insteadOf, asWell }: EarlierWish,
  context: RequestContext,
): Event<BookingRequested> {
  const { company, call, functionCallId, now, answerBy } = context;
  const { service, start, attendee } = booking;
  const data: BookingRequested = {
    requestKey: keyOf(booking, context),
    call,
    service: { id: service.id, key: service.key },
    start: start.toISOString(),
    attendee,
    preferredStaff: booking.preferredStaff,
    notes: booking.notes,
    insteadOf,
    asWell,
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
