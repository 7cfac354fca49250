import { isDeepStrictEqual } from 'node:util';
import type { TestDatabase } from '@callbook/testing';

export interface CallRow {
  readonly id: string;
  readonly status: string;
  readonly booking_confirmed: boolean;
  readonly appointment_id: string | null;
  readonly appointment_link_status: string;
}

export interface AppointmentRow {
  readonly id: string;
  readonly call_id: string | null;
  readonly status: string;
  readonly calcom_uid: string;
  readonly calcom_host_id: number | null;
  readonly staff_id: string | null;
  readonly staff_cause: string | null;
  readonly service_id: string | null;
  readonly price_minor: number | null;
  readonly currency: string | null;
}

/** The rows of one call as they stand in the database, all at one moment: a commit between two looks would show half of what it did. */
export async function rowsOf(database: TestDatabase, retellCallId: string) {
  const callsNow = () =>
    database.query<CallRow & Record<string, unknown>>('SELECT * FROM records.calls WHERE retell_call_id = $1', [
      retellCallId,
    ]);
  for (let calls = await callsNow(); ;) {
    const appointments = await database.query<AppointmentRow & Record<string, unknown>>(
      'SELECT * FROM records.appointments WHERE call_id = ANY ($1) OR id = ANY ($2)',
      [calls.map(({ id }) => id), calls.map(({ appointment_id }) => appointment_id)],
    );
    const again = await callsNow();
    if (isDeepStrictEqual(again, calls)) return { calls, appointments };
    calls = again;
  }
}
