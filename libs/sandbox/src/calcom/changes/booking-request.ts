import { type CalcomEventType } from '../../seed/event-type';
import { type CalcomHost } from '../../seed/seed';
import { type Booking, type BookingContact, type Metadata } from '../booking';

/** What somebody asks the booking engine for. */
export interface BookingRequest {
  eventType: CalcomEventType;
  start: number;
  /** Default the length of the event type. */
  minutes?: number;
  attendee: BookingContact;
  guests?: string[];
  /** Default the address of the event type. */
  location?: string;
  metadata: Metadata;
  responses: Record<string, unknown>;
  /** Round robin: only one of these, by user id. */
  hostSubset?: number[];
  verificationCode?: string;
  allowConflicts?: boolean;
  allowOutOfBounds?: boolean;
  /** The booking this one takes the place of; its time counts as free. */
  moves?: Booking;
  /** True: accepted at once although the event type requires confirmation. */
  confirmed?: boolean;
}

/** A request that passed every check. The slot is not held: another one may be inserted in between. */
export interface CheckedBooking extends BookingRequest {
  host: CalcomHost;
  coHostIds: number[];
  end: number;
}
