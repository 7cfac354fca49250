import type { Catalogue } from '@callbook/catalogue';
import { type BookingFact, digestOf, type Host, type HostMissingReason } from '@callbook/contracts';
import type { CalendarBooking } from '../calendar/calendar';

/** The whole state of a chain; its number is given where it is stored, and whom it answers where it is published. */
export type ChainFact = Omit<BookingFact, 'revision' | 'functionCallIds' | 'changedBy'>;

/** What the calendar cannot tell: who asked for the booking, and how. */
export type SaidByPhone = Pick<
  ChainFact,
  'call' | 'requestId' | 'requestKey' | 'service' | 'timeZone' | 'attendeeAsSaid' | 'preferredStaff' | 'notes'
>;

/** The host and which answer had it, or why there is none. */
export interface HostReading {
  readonly host: Host | null;
  readonly hostReadFrom: 'post' | 'get' | null;
  readonly hostMissingReason: HostMissingReason | null;
}

export interface ChainSources {
  readonly company: string;
  readonly rootUid: string;
  /** When the first booking of the chain was made, where known: services and prices are those of then. */
  readonly bookedAt: Date | null;
  /** The newest booking of the chain. */
  readonly booking: CalendarBooking;
  readonly host: HostReading;
  readonly said: SaidByPhone;
}

/** All that subscribers need to know about a chain, from what was asked, what the calendar says and the catalogue. */
export function chainFact(
  { company, rootUid, bookedAt, booking, host, said }: ChainSources,
  catalogue: Catalogue,
): ChainFact {
  const staff = host.host ? catalogue.staffOfCalcomUser(company, host.host.id) : undefined;
  const pricedAt = bookedAt ?? booking.createdAt ?? booking.answeredAt;
  return {
    ...said,
    ...host,
    rootUid,
    calcomBookingId: booking.id,
    calcomUid: booking.uid,
    eventTypeId: booking.eventTypeId,
    start: booking.start.toISOString(),
    end: booking.end.toISOString(),
    durationMinutes: Math.round((booking.end.getTime() - booking.start.getTime()) / 60_000),
    status: booking.status,
    absence: booking.absence,
    attendeeAsBooked: booking.attendee,
    location: booking.location,
    metadata: { ...booking.metadata },
    price: said.service && catalogue.priceOf(said.service.id, staff?.id ?? null, pricedAt),
    catalogueVersion: catalogue.version,
    segments: [],
    providerCreatedAt: (bookedAt ?? booking.createdAt)?.toISOString() ?? null,
    providerUpdatedAt: booking.updatedAt?.toISOString() ?? null,
  };
}

/** What was said stays said, whatever becomes of the booking. */
export function saidPart(fact: SaidByPhone): SaidByPhone {
  const { call, requestId, requestKey, service, timeZone, attendeeAsSaid, preferredStaff, notes } = fact;
  return { call, requestId, requestKey, service, timeZone, attendeeAsSaid, preferredStaff, notes };
}

/**
 * Equal for answers that tell the same: which booking, when, with whom, in which state, and who did not come. Answers about one booking differ
 * in the rest (time stamp, location) without anything having happened to the appointment.
 */
export function contentHashOf({ calcomUid, status, start, end, host, absence, segments }: ChainFact): string {
  const parts = segments.map(({ uid, start: from }) => ({ uid, from }));
  // What is left out where it does not apply: chains that were stored before it existed stay as they are.
  const rest = { ...(absence && { absence }), ...(parts.length > 0 && { parts }) };
  return digestOf({ calcomUid, status, start, end, hostId: host?.id ?? null, ...rest });
}
