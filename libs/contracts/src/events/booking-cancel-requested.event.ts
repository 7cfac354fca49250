import { ChangeRequest } from '../values/change-request';

/** The voice agent asked for an appointment, or a wish of this call that is not booked yet, to be cancelled. */
export class BookingCancelRequested extends ChangeRequest {
  static readonly type = 'booking.cancel-requested.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['booking.booking-cancel-requested'];
  static subjectOf = (data: BookingCancelRequested): string => data.call.retellCallId;
}
