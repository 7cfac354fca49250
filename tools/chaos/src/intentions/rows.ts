import { Pool } from 'pg';

/** A living appointment, with the call it names and whether that call names it too. */
export interface AppointmentSeen {
  readonly id: string;
  readonly uid: string;
  readonly status: string;
  readonly callId: string | null;
  readonly linkedBack: boolean;
  readonly confirmed: boolean;
}

export interface OwedSeen {
  readonly callId: string;
  readonly outcome: string;
  readonly appointmentId: string | null;
}

/** The database, as an outsider reads it. */
export class Rows {
  private readonly pool: Pool;

  constructor(connectionString: string) {
    this.pool = new Pool({ connectionString, max: 4 });
    this.pool.on('error', () => undefined);
  }

  isLinked = async (callId: string): Promise<boolean> => {
    const rows = await this.rowsOf(
      `SELECT FROM records.calls c JOIN records.appointments a ON a.id = c.appointment_id AND a.call_id = c.id
       WHERE c.retell_call_id = $1 AND c.booking_confirmed AND a.status = 'confirmed'`,
      [callId],
    );
    return rows.length === 1;
  };

  living(): Promise<AppointmentSeen[]> {
    return this.rowsOf(
      `SELECT a.id, a.calcom_uid AS uid, a.status, c.retell_call_id AS "callId",
              coalesce(c.appointment_id = a.id, false) AS "linkedBack", coalesce(c.booking_confirmed, false) AS confirmed
       FROM records.appointments a LEFT JOIN records.calls c ON c.id = a.call_id
       WHERE a.status NOT IN ('cancelled', 'rejected')`,
    );
  }

  owed(): Promise<OwedSeen[]> {
    return this.rowsOf(
      `SELECT retell_call_id AS "callId", outcome, appointment_id AS "appointmentId"
       FROM records.owed_answers_view WHERE settled_at IS NULL`,
    );
  }

  /** Attempts by the state they ended in. */
  async states(): Promise<Record<string, number>> {
    const rows = await this.rowsOf<{ state: string; count: number }>(
      'SELECT state, count(*)::integer AS count FROM booking.attempts GROUP BY state ORDER BY state',
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async rowsOf<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }
}
