import { Client } from 'pg';

/** The rows as they stand in the database, and whether each points at the other. */
export interface LinkedRows {
  readonly call: {
    readonly id: string;
    readonly retellCallId: string;
    readonly bookingConfirmed: boolean;
    readonly appointmentId: string | null;
  };
  readonly appointment: {
    readonly id: string;
    readonly status: string;
    readonly staff: string | null;
    readonly staffId: string | null;
    readonly service: string | null;
    readonly priceMinor: number | null;
    readonly currency: string | null;
    readonly calcomUid: string;
    readonly calcomHostId: number | null;
    readonly startsAt: string;
  };
  readonly links: { readonly forward: boolean; readonly backward: boolean };
}

/**
 * Reads with a connection of its own: nothing of the apps stands between the database and what is shown. Undefined while
 * the call has no appointment.
 * @throws Error when it has several
 */
export async function linkedRows(databaseUrl: string, retellCallId: string): Promise<LinkedRows | undefined> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ rows: LinkedRows }>(
      `SELECT json_build_object(
         'call', json_build_object('id', c.id, 'retellCallId', c.retell_call_id, 'bookingConfirmed', c.booking_confirmed,
                                   'appointmentId', c.appointment_id),
         'appointment', json_build_object('id', a.id, 'status', a.status, 'staff', s.name, 'staffId', a.staff_id,
                                          'service', v.name_de, 'priceMinor', a.price_minor, 'currency', a.currency,
                                          'calcomUid', a.calcom_uid, 'calcomHostId', a.calcom_host_id, 'startsAt', a.starts_at),
         'links', json_build_object('forward', c.appointment_id = a.id, 'backward', a.call_id = c.id)) AS rows
       FROM records.calls c
       JOIN records.appointments a ON a.id = c.appointment_id OR a.call_id = c.id
       LEFT JOIN catalogue.staff s ON s.id = a.staff_id
       LEFT JOIN catalogue.services v ON v.id = a.service_id
       WHERE c.retell_call_id = $1`,
      [retellCallId],
    );
    if (rows.length > 1) throw new Error(`There are ${rows.length} appointments for call ${retellCallId}, not one.`);
    return rows[0]?.rows;
  } finally {
    await client.end();
  }
}
