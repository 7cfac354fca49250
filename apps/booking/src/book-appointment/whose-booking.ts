import { foldedName } from '@callbook/contracts';
import { type Attempt, bookingWish } from '../attempts/attempt';
import type { CalendarBooking } from '../calendar/calendar';
import { isLive } from '../calendar/is-live';

/** `ours`: it carries our marks. `same_person`: the caller holds it already. `same_contact`: another person's, under the same address. */
export type Whose = 'ours' | 'same_person' | 'same_contact' | 'somebody_else';

/**
 * Whose booking an order was answered with. Some event types answer with a booking that is there already when start and
 * address are equal; without our request id in its metadata it is not ours, whatever the status says.
 * @param phoneOfOther the number its caller rang from, when one of our calls booked it
 */
export function whoseBooking(
  attempt: Attempt,
  segment: string | null,
  booking: CalendarBooking,
  phoneOfOther: string | null,
): Whose {
  const { callbook_request_id: requestId, callbook_segment: bookedSegment = null } = booking.metadata;
  if (requestId === attempt.id && bookedSegment === segment) return 'ours';

  const { attendee, call } = bookingWish(attempt);
  const asBooked = foldedName(booking.attendee?.name ?? null);
  if (!isLive(booking) || asBooked === null) return 'somebody_else';
  if (asBooked !== foldedName(attendee.name)) return 'same_contact';

  const ourPhone = attendee.phone ?? call.customerNumber;
  const theirPhone = booking.attendee?.phone ?? phoneOfOther;
  if (ourPhone !== null || theirPhone !== null) return ourPhone === theirPhone ? 'same_person' : 'somebody_else';
  const ourEmail = attendee.email?.toLowerCase();
  return ourEmail && ourEmail === booking.attendee?.email?.toLowerCase() ? 'same_person' : 'somebody_else';
}
