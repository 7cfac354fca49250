import { IsIn, IsISO8601 } from 'class-validator';
import { type RefusalReason, refusalReasons } from '../values/booking-values';
import { UnbookedRequest } from '../values/unbooked-request';

/** Nothing was booked, for certain, and why. */
export class BookingFailed extends UnbookedRequest {
  static readonly type = 'booking.failed.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-failed'];
  static subjectOf = (data: BookingFailed): string => data.requestId;

  @IsIn(refusalReasons)
  reason: RefusalReason;

  /** Up to three other starts, nearest to the wish first. */
  @IsISO8601({ strict: true }, { each: true })
  alternatives: string[];
}
