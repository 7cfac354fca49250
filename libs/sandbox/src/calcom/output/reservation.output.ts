import { type Reservation } from '../slots/reservations';
import { iso } from './booking.output';

/** With `minutes` as it is answered to who reserves, without as GET answers it. */
export function reservationOutput({ uid, eventTypeId, start, end, until }: Reservation, minutes?: number): object {
  return {
    eventTypeId,
    slotStart: iso(start),
    slotEnd: iso(end),
    slotDuration: (end - start) / 60_000,
    reservationUid: uid,
    ...(minutes !== undefined && { reservationDuration: minutes }),
    reservationUntil: iso(until),
  };
}
