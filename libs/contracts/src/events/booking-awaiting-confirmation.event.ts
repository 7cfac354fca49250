import { BookingFact } from '../values/booking-fact';

/** Cal.com holds a booking that the salon must still confirm. */
export class BookingAwaitingConfirmation extends BookingFact {
  static readonly type = 'booking.awaiting-confirmation.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-awaiting-confirmation'];
  static subjectOf = (data: BookingAwaitingConfirmation): string => data.rootUid;
}
