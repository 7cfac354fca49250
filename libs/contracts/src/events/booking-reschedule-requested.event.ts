import { ChangeRequest } from '../values/change-request';

/** The voice agent asked for an appointment to be moved. */
export class BookingRescheduleRequested extends ChangeRequest {
  static readonly type = 'booking.reschedule-requested.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['booking.booking-reschedule-requested'];
  static subjectOf = (data: BookingRescheduleRequested): string => data.call.retellCallId;
}
