import { callRowId, type Event } from '@callbook/contracts';
import { type Row, type Tables, whichever } from '../rows/tables';
import { type Appointment, appointmentsOf, phaseRows, uidRows } from './appointments';
import { callTables } from './calls';
import { earliest, grouped, iso } from './choose';
import { customersOf } from './customers';
import { answerOf, type Outcome, outcomesOf } from './outcomes';
import { owedOf } from './owed';
import { effective, type Told, toldBy, type World } from './told';

/**
 * The rows of the record once all of this is told, whatever the order. It shares no code with the writer; where the design is
 * silent, it shares its rules. Nothing is accumulated: every cell is said in terms of the whole set of what was told.
 */
export function fold(events: readonly Event<object>[], world: World): Tables {
  const told = effective(toldBy(events), world);
  const customers = customersOf(told, world);
  const outcomes = outcomesOf(told, world);
  const appointments = appointmentsOf(told, world, customers);
  const { rows: owed, dueAt } = owedOf(told, world, outcomes, appointments);
  return {
    customers: customers.rows,
    ...callTables(told, world, { customers, outcomes, appointments, dueAt }),
    appointments: appointments.map(({ row }) => row),
    appointment_uids: uidRows(told, world),
    appointment_phases: phaseRows(told, world),
    booking_outcomes: outcomeRows(outcomes, appointments, world),
    function_answers: answerRows(told, world),
    owed_answers: owed,
    call_mentions: mentionRows(outcomes, appointments),
  };
}

function outcomeRows(outcomes: readonly Outcome[], appointments: readonly Appointment[], { company }: World): Row[] {
  const states = new Map(appointments.map(({ id, state }) => [id, state]));
  return outcomes.map((outcome) => ({
    request_id: outcome.requestId,
    company,
    operation: outcome.operation,
    request_key: outcome.requestKey,
    round: outcome.round,
    call_id: outcome.callId,
    function_call_ids: outcome.functionCallIds,
    outcome: outcome.outcome,
    reason: outcome.reason,
    provider_text: outcome.providerText,
    appointment_id: outcome.appointmentId,
    event: answerOf(outcome, states),
    decided_at: iso(outcome.decidedAt),
  }));
}

function answerRows({ answered }: Told, { company }: World): Row[] {
  return answered.map(({ id, data }) => ({
    message_id: id,
    company,
    call_id: callRowId(company, data.call.retellCallId),
    function_call_id: data.functionCallId,
    function_name: data.functionName,
    request_key: data.requestKey,
    status: data.status,
    say: data.say,
    delivered: data.delivered,
    answered_at: iso(data.answeredAt),
  }));
}

const mentionKinds = { book: 'already_booked', reschedule: 'moved', cancel: 'cancelled' } as const;

/** Calls that asked for, moved or cancelled an appointment that is not theirs; the call that booked it is none of these. */
function mentionRows(outcomes: readonly Outcome[], appointments: readonly Appointment[]): Row[] {
  const mentions = outcomes.flatMap((outcome) => {
    const appointment = appointments.find(({ id }) => id === outcome.appointmentId);
    if (!appointment || outcome.callId === null || outcome.callId === appointment.callId) return [];
    const isItsBooking = outcome.operation === 'book' && outcome.requestId === appointment.requestId;
    if (isItsBooking && outcome.callId === appointment.toldCallId) return [];
    return [{ outcome, kind: mentionKinds[outcome.operation] }];
  });
  const keyOf = ({ outcome, kind }: (typeof mentions)[0]) => `${outcome.callId} ${outcome.appointmentId} ${kind}`;
  return [...grouped(mentions, keyOf).values()].map((all) => ({
    call_id: all[0]?.outcome.callId,
    appointment_id: all[0]?.outcome.appointmentId,
    kind: all[0]?.kind,
    at: iso(earliest(all.map(({ outcome }) => outcome.decidedAt))),
    recorded_by_message: whichever,
  }));
}
