import { BookingFact } from '../values/booking-fact';

/** Cal.com holds a booking that is confirmed. */
export class BookingCreated extends BookingFact {
  static readonly type = 'booking.created.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-created'];
  static subjectOf = (data: BookingCreated): string => data.rootUid;
}
