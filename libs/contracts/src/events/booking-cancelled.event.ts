import { BookingFact } from '../values/booking-fact';

/** A booking was cancelled, by whomever. */
export class BookingCancelled extends BookingFact {
  static readonly type = 'booking.cancelled.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-cancelled'];
  static subjectOf = (data: BookingCancelled): string => data.rootUid;
}
