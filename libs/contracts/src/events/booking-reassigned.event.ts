import { BookingFact } from '../values/booking-fact';

/** Another person serves, or it is only now known who: the same booking, at the same time. */
export class BookingReassigned extends BookingFact {
  static readonly type = 'booking.reassigned.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-reassigned'];
  static subjectOf = (data: BookingReassigned): string => data.rootUid;
}
