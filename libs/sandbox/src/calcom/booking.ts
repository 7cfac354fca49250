export type BookingStatus = 'ACCEPTED' | 'PENDING' | 'CANCELLED' | 'REJECTED';
export type Metadata = Record<string, string | number | boolean>;

/** One row of the simulated calendar. Times are epoch milliseconds. */
export interface Booking {
  id: number;
  uid: string;
  eventTypeId: number;
  /** The organiser. */
  hostId: number;
  /** The other hosts of a collective event type, in the order they are attendees. */
  coHostIds: number[];
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
  rejectionReason?: string;
  /** The host was marked as not having come. */
  hostAbsent?: boolean;
  /** A move makes a new booking and ends the old one; each knows the other's uid. */
  rescheduledFromUid?: string;
  rescheduledToUid?: string;
  rescheduledByEmail?: string;
  reschedulingReason?: string;
  createdAt: number;
  updatedAt: number;
  /** Survives a move, unlike the uid. */
  icsUid: string;
  /** Rises with every change a calendar program must notice. */
  iCalSequence: number;
  /** Of a seated event type. */
  seatUid?: string;
  /** Counts in the one lock there is; a booking that was confirmed later never does. */
  idempotent: boolean;
}

export interface BookingAttendee {
  name: string;
  /** For a caller with only a phone number: `<digits>@sms.cal.com`. */
  email: string;
  timeZone: string;
  language: string;
  phoneNumber?: string;
  /** Was marked as not having come. */
  absent?: boolean;
}

/** An attendee as somebody asks for a booking: perhaps without an address. */
export type BookingContact = Omit<BookingAttendee, 'email'> & { email?: string };

/** The address Cal.com stores, also for an attendee known only by phone, or where the e-mail field is hidden. */
export function storedEmail({ email, phoneNumber }: BookingContact, emailHidden = false): string {
  if (email && !(emailHidden && phoneNumber)) return email;
  return `${(phoneNumber ?? '').replace(/\D/g, '')}@sms.cal.com`;
}

/** By default a booking that waits for confirmation leaves its time free for others. */
export const blocksItsHosts = (booking: Booking): boolean => booking.status === 'ACCEPTED';

export const isHostedBy = ({ hostId, coHostIds }: Booking, id: number): boolean =>
  hostId === id || coHostIds.includes(id);

export const overlaps = (booking: { start: number; end: number }, start: number, end: number): boolean =>
  booking.start < end && start < booking.end;
