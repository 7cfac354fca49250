import type { AppointmentStatus } from '@callbook/contracts';
import { sinceWhen } from '../cells/cell';
import type { Cause } from '../cells/causes';
import type { OutcomeKind } from '../outcomes/outcome';
import type { BookingDetails, Call, LinkStatus } from './call';

/** What a call needs to know of an appointment that names it. */
export interface AppointmentOfCall {
  readonly id: string;
  readonly status: AppointmentStatus;
  readonly wasConfirmed: boolean;
  readonly bookedAt: Date;
  /** Time of the earliest fact about it. */
  readonly toldAt: Date;
  readonly staffId: string | null;
  readonly details: BookingDetails;
}

/** What became of one round of a booking asked for in the call. */
export interface OutcomeOfCall {
  readonly requestId: string;
  readonly outcome: Exclude<OutcomeKind, 'changed'>;
  readonly reason: string | null;
  readonly providerText: string | null;
  readonly decidedAt: Date;
  /** Null for what was recorded: the appointment knows. */
  readonly details: BookingDetails | null;
}

export interface BookingsOfCall {
  readonly appointments: readonly AppointmentOfCall[];
  readonly outcomes: readonly OutcomeOfCall[];
  /** Since when the caller, who was told "not confirmed yet", is owed an outcome; null when nothing is owed. */
  readonly owedSince: Date | null;
  /** Since when a person has taken from it an appointment that it booked; null when nobody has. */
  readonly unlinkedSince: Date | null;
}

const living: readonly AppointmentStatus[] = ['pending', 'confirmed', 'completed'];

/** The appointment a call points to: the latest booked that lives, else the latest booked. */
export function pointerAmong(appointments: readonly AppointmentOfCall[]): AppointmentOfCall | undefined {
  const alive = appointments.filter(({ status }) => living.includes(status));
  return latest(alive.length > 0 ? alive : appointments, ({ bookedAt, id }) => [bookedAt, id]);
}

/**
 * The call with everything that follows from its appointments and outcomes: pointer, confirmation, link status, failure.
 * All of it is made new from the facts at hand, times included, so it does not matter in which order they arrived.
 * @param now for the time since when a link is missing, where nothing else tells it
 */
export function withBookings(call: Call, bookings: BookingsOfCall, now: Date): Call {
  const { appointments, outcomes } = bookings;
  const pointer = pointerAmong(appointments);
  const failure = latest(
    outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'unresolved'),
    ({ decidedAt, requestId }) => [decidedAt, requestId],
  );
  const link = linkOf(call, bookings);
  const before = { cause: call.linkCause, since: call.linkCauseSince };
  return {
    ...call,
    appointmentId: pointer?.id ?? null,
    staffId: pointer?.staffId ?? null,
    appointmentLinkStatus: link.status,
    appointmentLinkedAt: earliest(appointments.map(({ toldAt }) => toldAt)),
    linkCause: link.cause,
    linkCauseSince: link.since ?? sinceWhen(before, link.cause, now),
    bookingConfirmed: appointments.some(({ wasConfirmed }) => wasConfirmed),
    bookingDetails: pointer?.details ?? failure?.details ?? null,
    bookingFailureReason: failure?.reason ?? null,
    bookingFailureText: failure?.providerText ?? null,
    bookingFailedAt: failure?.decidedAt ?? null,
  };
}

interface Link {
  readonly status: LinkStatus;
  readonly cause: Cause | null;
  /** Since when it is missing, where the facts tell. */
  readonly since: Date | null;
}

function linkOf(call: Call, { appointments, outcomes, owedSince, unlinkedSince }: BookingsOfCall): Link {
  const decided = (wanted: OutcomeOfCall['outcome']) =>
    earliest(outcomes.filter(({ outcome }) => outcome === wanted).map(({ decidedAt }) => decidedAt));
  const [unresolved, recorded] = [decided('unresolved'), decided('recorded')];
  const [failed, askedBack] = [decided('failed'), decided('asked_back')];
  const missing = (status: LinkStatus, cause: Cause, since: Date | null): Link => ({ status, cause, since });
  if (appointments.length > 0) return { status: 'linked', cause: null, since: null };
  if (unlinkedSince) return missing('unlinked', 'unlinked_by_operator', unlinkedSince);
  if (unresolved) return missing('pending', 'booking_unresolved', unresolved);
  if (owedSince) return missing('pending', 'booking_under_way', owedSince);
  if (recorded) return missing('not_applicable', 'appointment_of_another_call', recorded);
  if (failed) return missing('failed', 'booking_refused', failed);
  if (askedBack && call.status !== 'started') return missing('not_applicable', 'asked_back', askedBack);
  if (call.status === 'started') return missing('pending', 'call_under_way', call.startedAt ?? call.toldAt);
  return missing('not_applicable', 'nothing_requested', call.endedAt ?? call.overToldAt);
}

function earliest(times: readonly Date[]): Date | null {
  return times.reduce<Date | null>((first, time) => (first && first <= time ? first : time), null);
}

function latest<T>(all: readonly T[], key: (item: T) => readonly [at: Date, id: string]): T | undefined {
  return all.reduce<T | undefined>((best, item) => (best && !isAfter(key(item), key(best)) ? best : item), undefined);
}

function isAfter([at, id]: readonly [Date, string], [otherAt, otherId]: readonly [Date, string]): boolean {
  return at.getTime() === otherAt.getTime() ? id > otherId : at > otherAt;
}
