import type { CalcomSandbox, PlayedCall } from '@callbook/sandbox';
import { Client } from 'pg';
import { type CallMade, statusIn } from '../traffic/traffic';
import type { NoticeSeen } from '../webhook-witness';

/** What both sides know after a run: those who stand outside, and the database. */
export interface Evidence {
  readonly calls: readonly CallSeen[];
  readonly bookings: readonly BookingSeen[];
  readonly notices: readonly NoticeSeen[];
  readonly callRows: readonly CallRow[];
  readonly appointmentRows: readonly AppointmentRow[];
  readonly attemptRows: readonly AttemptRow[];
}

/** A call as the simulated Retell saw it. */
export interface CallSeen {
  readonly callId: string;
  /** Events of which some delivery was answered 2xx. */
  readonly accepted: readonly string[];
  /** Events of which none was. */
  readonly refused: readonly string[];
  /** What the agent was told, each time it was told something; other answers claim nothing. */
  readonly told: readonly string[];
  readonly wants: boolean;
}

/** A booking as the simulated Cal.com has it. */
export interface BookingSeen {
  readonly uid: string;
  readonly live: boolean;
  /** From its metadata; undefined when somebody booked on the web. */
  readonly callId: string | undefined;
  readonly eventTypeId: number;
  readonly start: string;
}

export interface CallRow {
  readonly id: string;
  readonly callId: string;
  readonly status: string;
  readonly ended: boolean;
  readonly confirmed: boolean;
  readonly appointmentId: string | null;
}

export interface AppointmentRow {
  readonly id: string;
  readonly uid: string;
  readonly status: string;
  /** Row id of the call. */
  readonly callRowId: string | null;
}

export interface AttemptRow {
  readonly callId: string;
  readonly state: string;
}

export async function gather(
  calls: readonly CallMade[],
  calcom: CalcomSandbox,
  notices: readonly NoticeSeen[],
  databaseUrl: string,
): Promise<Evidence> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const rowsOf = async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows;
  try {
    return {
      calls: calls.map(callSeen),
      notices,
      bookings: calcom.world.bookings.map(({ uid, status, metadata, eventTypeId, start }) => ({
        uid,
        live: status === 'ACCEPTED' || status === 'PENDING',
        callId: metadata.callbook_call_id === undefined ? undefined : String(metadata.callbook_call_id),
        eventTypeId,
        start: new Date(start).toISOString(),
      })),
      callRows: await rowsOf<CallRow>(
        `SELECT id, retell_call_id AS "callId", status, ended_at IS NOT NULL AS ended, booking_confirmed AS confirmed,
                appointment_id AS "appointmentId" FROM records.calls`,
      ),
      appointmentRows: await rowsOf<AppointmentRow>(
        'SELECT id, calcom_uid AS uid, status, call_id AS "callRowId" FROM records.appointments',
      ),
      attemptRows: await rowsOf<AttemptRow>('SELECT retell_call_id AS "callId", state FROM booking.attempts'),
    };
  } finally {
    await client.end();
  }
}

function callSeen({ played, wish }: CallMade): CallSeen {
  const { callId, webhooks, functions } = played;
  const wasAccepted = ({ answers }: PlayedCall['webhooks'][number]) =>
    answers.some(({ status }) => status !== null && status >= 200 && status < 300);
  return {
    callId,
    accepted: webhooks.filter(wasAccepted).map(({ event }) => event),
    refused: webhooks.filter((webhook) => !wasAccepted(webhook)).map(({ event }) => event),
    told: functions
      .flatMap(({ answers }) => answers)
      .flatMap(({ status, body }) => (status === 200 ? [statusIn(body) ?? 'unreadable'] : [])),
    wants: wish !== undefined,
  };
}
