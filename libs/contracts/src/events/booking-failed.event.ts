import { IsIn } from 'class-validator';
import { Alternative, type RefusalReason, refusalReasons } from '../values/booking-values';
import { NestedList } from '../values/nested';
import { UnbookedRequest } from '../values/unbooked-request';

/** Nothing was booked, moved or cancelled, for certain, and why: what was there before is there still. */
export class BookingFailed extends UnbookedRequest {
  static readonly type = 'booking.failed.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-failed'];
  static subjectOf = (data: BookingFailed): string => data.requestId;

  @IsIn(refusalReasons)
  reason: RefusalReason;

  /** Up to three other starts, nearest to the wish first. */
  @NestedList(() => Alternative)
  alternatives: Alternative[];
}
