import type { EntityManager } from 'typeorm';
import { type Columns, RowTable } from '../transaction/row-table.repository';
import type { CallRows, Opened } from '../transaction/records';
import type { AppointmentOfCall, BookingsOfCall, OutcomeOfCall } from './bookings-of-call';
import type { Call } from './call';

const columns: Columns<Call> = {
  id: 'value',
  company: 'value',
  retellCallId: 'value',
  branchId: 'value',
  customerId: 'value',
  customerCause: 'value',
  customerCauseSince: 'value',
  fromNumber: 'value',
  toNumber: 'value',
  customerNumber: 'value',
  direction: 'value',
  callType: 'value',
  agentId: 'value',
  agentVersion: 'value',
  status: 'value',
  startedAt: 'value',
  endedAt: 'value',
  durationMs: 'value',
  disconnectionReason: 'value',
  costCents: 'value',
  transcript: 'value',
  recordingUrl: 'value',
  endSources: 'json',
  summary: 'value',
  sentiment: 'value',
  successful: 'value',
  inVoicemail: 'value',
  customAnalysis: 'json',
  analysisObservedAt: 'value',
  analysisDigest: 'value',
  appointmentId: 'value',
  staffId: 'value',
  appointmentLinkStatus: 'value',
  appointmentLinkedAt: 'value',
  linkCause: 'value',
  linkCauseSince: 'value',
  bookingConfirmed: 'value',
  bookingDetails: 'json',
  bookingFailureReason: 'value',
  bookingFailureText: 'value',
  bookingFailedAt: 'value',
  recordedByMessage: 'value',
};

/** Calls in PostgreSQL. */
export class PostgresCallRows implements CallRows {
  private readonly table: RowTable<Call>;

  constructor(private readonly tx: EntityManager) {
    this.table = new RowTable(tx, 'records.calls', 'id', columns);
  }

  open(first: Call): Promise<Opened<Call>> {
    return this.table.open(first);
  }

  reopen(id: string): Promise<Call> {
    return this.table.reopen(id);
  }

  save(call: Call): Promise<void> {
    return this.table.save(call, 'version = version + 1', 'updated_at = now()');
  }

  async bookingsOf(callId: string): Promise<BookingsOfCall> {
    const appointments = await this.tx.query<AppointmentOfCall[]>(appointmentsOfCall, [callId]);
    const outcomes = await this.tx.query<OutcomeOfCall[]>(outcomesOfCall, [callId]);
    const [{ owedSince }] = await this.tx.query<[{ owedSince: Date | null }]>(owedAnswer, [callId]);
    return { appointments, outcomes, owedSince };
  }
}

const appointmentsOfCall = `
  SELECT id, status, was_confirmed AS "wasConfirmed", booked_at AS "bookedAt", told_at AS "toldAt", staff_id AS "staffId",
         json_build_object('start', to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                           'serviceId', service_id,
                           'attendeeName', coalesce(attendee_as_said ->> 'name', attendee_as_booked ->> 'name')) AS details
  FROM records.appointments WHERE call_id = $1`;

const outcomesOfCall = `
  SELECT request_id AS "requestId", outcome, reason, provider_text AS "providerText", decided_at AS "decidedAt",
         CASE WHEN outcome <> 'recorded' THEN
           json_build_object('start', event ->> 'start', 'serviceId', event -> 'service' ->> 'id',
                             'attendeeName', event -> 'attendee' ->> 'name') END AS details
  FROM records.booking_outcomes WHERE call_id = $1 AND operation = 'book'`;

/** Someone who wants to book was told "not confirmed yet", and no outcome answers that function call. */
const owedAnswer = `
  SELECT min(told.answered_at) AS "owedSince" FROM records.function_answers told
  WHERE told.call_id = $1 AND told.status = 'pending' AND told.request_key IS NOT NULL
    AND told.function_name NOT IN ('reschedule_appointment', 'cancel_appointment')
    AND NOT EXISTS (
      SELECT FROM records.booking_outcomes known
      WHERE known.company = told.company
        AND (known.function_call_ids @> ARRAY[told.function_call_id]
             OR (known.request_key = told.request_key AND known.outcome = 'recorded')))`;
