import { BookingFact } from '../values/booking-fact';

/** A booking was moved: the same chain and appointment, a new Cal.com booking with a new uid. */
export class BookingRescheduled extends BookingFact {
  static readonly type = 'booking.rescheduled.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-rescheduled'];
  static subjectOf = (data: BookingRescheduled): string => data.rootUid;
}
