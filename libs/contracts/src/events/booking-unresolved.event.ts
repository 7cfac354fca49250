import { IsIn } from 'class-validator';
import { UnbookedRequest } from '../values/unbooked-request';

/**
 * `not_found_after_unclear_post`: Cal.com never answered the POST clearly and no look-up found a booking.
 * `booking_ended_meanwhile`: the booking was found, but somebody has cancelled or rejected it since.
 * `compensation_stuck`: what should have been cancelled again could not be.
 */
export const unresolvedReasons = [
  'not_found_after_unclear_post',
  'booking_ended_meanwhile',
  'compensation_stuck',
] as const;
export type UnresolvedReason = (typeof unresolvedReasons)[number];

/** Whether something is booked cannot be told by machine; a person has to look. Neither "booked" nor "failed" is true. */
export class BookingUnresolved extends UnbookedRequest {
  static readonly type = 'booking.unresolved.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-unresolved'];
  static subjectOf = (data: BookingUnresolved): string => data.requestId;

  @IsIn(unresolvedReasons)
  reason: UnresolvedReason;
}
