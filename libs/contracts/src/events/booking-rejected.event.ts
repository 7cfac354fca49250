import { BookingFact } from '../values/booking-fact';

/** A booking that awaited confirmation was turned down. */
export class BookingRejected extends BookingFact {
  static readonly type = 'booking.rejected.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-rejected'];
  static subjectOf = (data: BookingRejected): string => data.rootUid;
}
