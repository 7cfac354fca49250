import { IsUUID } from 'class-validator';
import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/** A function call means the same as a request that has its outcome already: that outcome is its answer. */
export class BookingRequestJoined {
  static readonly type = 'booking.request-joined.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-request-joined'];
  static subjectOf = (data: BookingRequestJoined): string => data.requestId;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  @IsUUID()
  functionCallId: string;

  /** As this function call said it; may differ from the one that was booked (a name given later). */
  @IsUUID()
  requestKey: string;

  /** The round whose outcome answers it. */
  @IsUUID()
  requestId: string;
}
