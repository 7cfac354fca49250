import { IsString, MinLength } from 'class-validator';
import { UnbookedRequest } from '../values/unbooked-request';

/** Nothing was booked, for this person holds that very appointment already: the caller rang back. */
export class BookingAlreadyBooked extends UnbookedRequest {
  static readonly type = 'booking.already-booked.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-already-booked'];
  static subjectOf = (data: BookingAlreadyBooked): string => data.requestId;

  /** A uid of the booking that is there. */
  @IsString()
  @MinLength(1)
  calcomUid: string;
}
