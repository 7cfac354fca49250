import { BookingFact } from '../values/booking-fact';

/** Somebody was marked as not having come, or such a mark was taken back; `absence` says who is marked now. */
export class BookingAbsenceMarked extends BookingFact {
  static readonly type = 'booking.absence-marked.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-absence-marked'];
  static subjectOf = (data: BookingAbsenceMarked): string => data.rootUid;
}
