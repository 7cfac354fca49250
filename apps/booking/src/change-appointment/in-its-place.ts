import type { BookingRequested } from '@callbook/contracts';
import type { ChangeAttempt } from '../attempts/attempt';
import type { ChainFact } from '../chains/chain-fact';

/** The booking that takes the place of an appointment that is moved: as it was asked for, at the wanted start. */
export function inItsPlace(
  { request, requestKey }: ChangeAttempt,
  service: { readonly id: string; readonly key: string },
  { call, attendeeAsSaid: said, attendeeAsBooked: booked, preferredStaff, notes }: ChainFact,
): BookingRequested {
  const { start, timeZone, language, answerBy } = request;
  const phone = said?.phone ?? call?.customerNumber ?? booked?.phone ?? null;
  return {
    requestKey,
    call: request.call,
    service: { id: service.id, key: service.key },
    start,
    attendee: {
      name: said?.name ?? booked?.name ?? null,
      email: said?.email ?? (phone === null ? (booked?.email ?? null) : null),
      phone,
    },
    preferredStaff: preferredStaff?.asSaid ?? null,
    notes,
    insteadOf: null,
    asWell: false,
    timeZone,
    language,
    answerBy,
  };
}
