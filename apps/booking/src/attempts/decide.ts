import { BookingCancelRequested, type BookingRequested, BookingRescheduleRequested } from '@callbook/contracts';
import type { Attempt } from './attempt';
import type { Request } from './attempts';
import { decideBooking } from './decide-booking';
import { decideCancellation, decideChange } from './decide-change';
import type { Decision } from './decision';

/**
 * What a function call means among the wishes of its call.
 * @param rounds all rounds of the call, oldest first
 */
export function decide({ type, data, time }: Request, rounds: readonly Attempt[]): Decision {
  switch (type) {
    case BookingRescheduleRequested.type:
      return decideChange(data as BookingRescheduleRequested, rounds, new Date(time));
    case BookingCancelRequested.type:
      return decideCancellation(data as BookingCancelRequested, rounds, new Date(time));
    default:
      return decideBooking({ data: data as BookingRequested, time }, rounds);
  }
}
