export type BookingStatus = 'ACCEPTED' | 'PENDING' | 'CANCELLED' | 'REJECTED';
export type Metadata = Record<string, string | number | boolean>;

/** One row of the simulated calendar. Times are epoch milliseconds. */
export interface Booking {
  id: number;
  uid: string;
  eventTypeId: number;
  hostId: number;
  title: string;
  status: BookingStatus;
  start: number;
  end: number;
  attendee: BookingAttendee;
  guests?: string[];
  location: string;
  metadata: Metadata;
  responses: Record<string, unknown>;
  cancellationReason: string;
  cancelledByEmail: string;
  createdAt: number;
  updatedAt: number;
  /** Rises with every change a calendar program must notice. */
  iCalSequence: number;
}

export interface BookingAttendee {
  name: string;
  /** For a caller with only a phone number: `<digits>@sms.cal.com`. */
  email: string;
  timeZone: string;
  language: string;
  phoneNumber?: string;
}

export const blocksTheHost = (booking: Booking): boolean =>
  booking.status === 'ACCEPTED' || booking.status === 'PENDING';

export const overlaps = (booking: Booking, start: number, end: number): boolean =>
  booking.start < end && start < booking.end;
