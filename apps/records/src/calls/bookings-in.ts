import type { BookingFailed } from '@callbook/contracts';
import type { Appointment } from '../appointments/appointment';
import type { Outcome } from '../outcomes/outcome';
import type { Rows } from '../transaction/rows';
import type { AppointmentOfCall, BookingsOfCall, OutcomeOfCall } from './bookings-of-call';
import type { BookingDetails } from './call';
import type { FunctionAnswer } from './function-answer';
import { isOpen } from './owed-since';

/** Appointments, outcomes and open answers of one call, among all rows at hand. */
export function bookingsIn(
  rows: {
    readonly appointments: Rows<Appointment>;
    readonly outcomes: Rows<Outcome>;
    readonly functionAnswers: Rows<FunctionAnswer>;
  },
  callId: string,
): BookingsOfCall {
  const isOfCall = (row: { readonly callId: string | null }) => row.callId === callId;
  const taken = rows.appointments.where((one) => one.toldCallId === callId && one.callId !== callId);
  const open = rows.functionAnswers.where((told) => isOfCall(told) && isOpen(told, rows.outcomes));
  return {
    appointments: rows.appointments.where(isOfCall).map(appointmentOfCall),
    outcomes: rows.outcomes.where((one) => isOfCall(one) && one.operation === 'book').map(outcomeOfCall),
    unlinkedSince: taken.reduce<Date | null>(
      (first, { linkDecidedAt: at }) => (first && at && first < at ? first : at),
      null,
    ),
    owedSince: earliest(open.map(({ answeredAt }) => answeredAt)),
  };
}

function appointmentOfCall(one: Appointment): AppointmentOfCall {
  const { id, status, wasConfirmed, bookedAt, toldAt, staffId } = one;
  return { id, status, wasConfirmed, bookedAt, toldAt, staffId, details: detailsOf(one) };
}

function detailsOf({ startsAt, serviceId, attendeeAsSaid, attendeeAsBooked }: Appointment): BookingDetails {
  const attendeeName = attendeeAsSaid?.name ?? attendeeAsBooked?.name ?? null;
  return { start: startsAt.toISOString(), serviceId, attendeeName };
}

function outcomeOfCall({ requestId, outcome, reason, providerText, decidedAt, event }: Outcome): OutcomeOfCall {
  const known = outcome as OutcomeOfCall['outcome'];
  const details = known === 'recorded' ? null : detailsIn(event as BookingFailed);
  return { requestId, outcome: known, reason, providerText, decidedAt, details };
}

function detailsIn({ start, service, attendee }: BookingFailed): BookingDetails {
  return { start, serviceId: service?.id ?? null, attendeeName: attendee.name };
}

function earliest(times: readonly Date[]): Date | null {
  return times.reduce<Date | null>((first, time) => (first && first <= time ? first : time), null);
}
