import { type CalcomMetadata } from './calcom-booking';

/** What to book. Cal.com wants an e-mail address or a phone number. */
export interface CreateBookingInput {
  readonly eventTypeId: number;
  readonly start: Date;
  readonly attendee: {
    readonly name: string;
    /** IANA name. */
    readonly timeZone: string;
    readonly email?: string;
    /** International, such as `+493012345678`. */
    readonly phoneNumber?: string;
    /** Language of Cal.com's messages to the attendee; Cal.com's default is `en`. */
    readonly language?: string;
  };
  /** Comes back with the booking in GET and list. At most 50 keys of 40 characters, texts of 500. */
  readonly metadata?: CalcomMetadata;
  /** Answers to the event type's own questions, by slug; the built-in one for remarks is `notes`. */
  readonly bookingFieldsResponses?: Readonly<Record<string, unknown>>;
  /**
   * Cal.com user ids of those who may serve. Cal.com heeds it only for round robin event types that allow it, and otherwise
   * ignores it without a word.
   */
  readonly hostSubset?: readonly number[];
}

/** Field by field: Cal.com refuses a body with any property it does not know. */
export function createBookingBody({
  eventTypeId,
  start,
  attendee: { name, timeZone, email, phoneNumber, language },
  metadata,
  bookingFieldsResponses,
  hostSubset,
}: CreateBookingInput): object {
  return {
    eventTypeId,
    start: start.toISOString(),
    attendee: { name, timeZone, email, phoneNumber, language },
    metadata,
    bookingFieldsResponses,
    rrHostSubsetIds: hostSubset,
  };
}
