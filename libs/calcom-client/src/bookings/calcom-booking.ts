/** Cal.com's states, lower case. `awaiting_host` belongs to instant meetings; more may be added. */
export type CalcomBookingStatus =
  'accepted' | 'pending' | 'cancelled' | 'rejected' | 'awaiting_host' | (string & Record<never, never>);

/** The organiser: the one person Cal.com names as host, also for bookings with several. */
export interface CalcomHost {
  /** Join key for staff: the same number in event types, bookings, webhooks and memberships. */
  readonly id: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly timeZone: string | null;
  readonly username: string | null;
}

/**
 * `no_host`: the field was missing, empty or unusable. `sentinel_host`: a booking without user row, for which Cal.com
 * writes the word "unknown" into every host field, the id included.
 */
export type HostMissing = 'no_host' | 'sentinel_host';

export interface CalcomAttendee {
  readonly name: string | null;
  /** For an attendee with only a phone number Cal.com makes up `<digits>@sms.cal.com`. */
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly timeZone: string | null;
  readonly language: string | null;
  /** Marked as not having come. */
  readonly absent: boolean;
}

export type CalcomMetadata = Readonly<Record<string, string | number | boolean>>;

/** A booking as one answer showed it. Only uid, status, start and end are certain to be there. */
export interface CalcomBooking {
  readonly id: number | null;
  /** A capability: whoever has it can read, move and cancel the booking. Never log or say it. */
  readonly uid: string;
  readonly status: CalcomBookingStatus;
  readonly start: Date;
  readonly end: Date;
  readonly title: string | null;
  readonly eventTypeId: number | null;
  readonly host: CalcomHost | null;
  /** Null when there is a host. */
  readonly hostMissing: HostMissing | null;
  /** The host is marked as not having come. */
  readonly hostAbsent: boolean;
  readonly attendees: readonly CalcomAttendee[];
  readonly location: string | null;
  readonly metadata: CalcomMetadata;
  readonly cancellationReason: string | null;
  /** A move in Cal.com makes a new booking with a new uid; these two are the chain. */
  readonly rescheduledFromUid: string | null;
  readonly rescheduledToUid: string | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  /** When the question was sent and when this answer had come: decides between answers that contradict each other. */
  readonly askedAt: Date;
  readonly answeredAt: Date;
  /** The booking exactly as Cal.com wrote it, whole: evidence, full of personal data. Never log it. */
  readonly raw: Readonly<Record<string, unknown>>;
}
