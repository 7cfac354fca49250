import type { AppointmentStatus } from '@callbook/contracts';
import { sinceWhen } from '../cells/cell';
import type { Cause } from '../cells/causes';
import type { BookingDetails, Call, LinkStatus } from './call';

/** What a call needs to know of an appointment that names it. */
export interface AppointmentOfCall {
  readonly id: string;
  readonly status: AppointmentStatus;
  readonly wasConfirmed: boolean;
  readonly bookedAt: Date;
  readonly staffId: string | null;
  readonly details: BookingDetails;
}

/** What became of one round of a request made in the call. */
export interface OutcomeOfCall {
  readonly requestId: string;
  readonly outcome: 'recorded' | 'failed' | 'unresolved';
  readonly reason: string | null;
  readonly providerText: string | null;
  readonly decidedAt: Date;
  /** Null for what was recorded: the appointment knows. */
  readonly details: BookingDetails | null;
}

export interface BookingsOfCall {
  readonly appointments: readonly AppointmentOfCall[];
  readonly outcomes: readonly OutcomeOfCall[];
  /** The caller was told "not confirmed yet", and what became of it is not known yet. */
  readonly underWay: boolean;
}

const living: readonly AppointmentStatus[] = ['pending', 'confirmed', 'completed'];

/** The appointment a call points to: the latest booked that lives, else the latest booked. */
export function pointerAmong(appointments: readonly AppointmentOfCall[]): AppointmentOfCall | undefined {
  const alive = appointments.filter(({ status }) => living.includes(status));
  return latest(alive.length > 0 ? alive : appointments, ({ bookedAt, id }) => [bookedAt, id]);
}

/**
 * The call with everything that follows from its appointments and outcomes: pointer, confirmation, link status, failure.
 * All of it is made new from the facts at hand, so it does not matter in which order they arrived.
 */
export function withBookings(call: Call, bookings: BookingsOfCall, now: Date): Call {
  const pointer = pointerAmong(bookings.appointments);
  const failure = latest(
    bookings.outcomes.filter(({ outcome }) => outcome !== 'recorded'),
    ({ decidedAt, requestId }) => [decidedAt, requestId],
  );
  const [appointmentLinkStatus, linkCause] = linkOf(call, pointer, bookings);
  return {
    ...call,
    appointmentId: pointer?.id ?? null,
    staffId: pointer?.staffId ?? null,
    appointmentLinkStatus,
    appointmentLinkedAt: pointer ? (call.appointmentLinkedAt ?? now) : null,
    linkCause,
    linkCauseSince: sinceWhen({ cause: call.linkCause, since: call.linkCauseSince }, linkCause, now),
    bookingConfirmed: bookings.appointments.some(({ wasConfirmed }) => wasConfirmed),
    bookingDetails: pointer?.details ?? failure?.details ?? null,
    bookingFailureReason: failure?.reason ?? null,
    bookingFailureText: failure?.providerText ?? null,
    bookingFailedAt: failure?.decidedAt ?? null,
  };
}

function linkOf(
  call: Call,
  pointer: AppointmentOfCall | undefined,
  { outcomes, underWay }: BookingsOfCall,
): [LinkStatus, Cause | null] {
  const has = (wanted: OutcomeOfCall['outcome']) => outcomes.some(({ outcome }) => outcome === wanted);
  if (pointer) return ['linked', null];
  if (call.appointmentLinkStatus === 'unlinked') return ['unlinked', 'unlinked_by_operator'];
  if (has('unresolved')) return ['pending', 'booking_unresolved'];
  if (underWay) return ['pending', 'booking_under_way'];
  if (has('recorded')) return ['not_applicable', 'appointment_of_another_call'];
  if (has('failed')) return ['failed', 'booking_refused'];
  if (call.status === 'started') return ['pending', 'call_under_way'];
  return ['not_applicable', 'nothing_requested'];
}

function latest<T>(all: readonly T[], key: (item: T) => readonly [at: Date, id: string]): T | undefined {
  return all.reduce<T | undefined>((best, item) => (best && !isAfter(key(item), key(best)) ? best : item), undefined);
}

function isAfter([at, id]: readonly [Date, string], [otherAt, otherId]: readonly [Date, string]): boolean {
  return at.getTime() === otherAt.getTime() ? id > otherId : at > otherAt;
}
