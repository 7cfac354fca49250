import type { Client } from 'pg';

/** An appointment by phone with its call and customer: somebody for whom every question has an answer. */
export interface Sample {
  readonly company: string;
  readonly appointmentId: string;
  readonly reference: string;
  readonly startsAt: Date;
  readonly status: string;
  readonly staffId: string;
  readonly serviceId: string;
  readonly customerId: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly callId: string;
  readonly callAt: Date;
  readonly customerSince: Date;
}

/** Spread over the whole time, and over companies as the rows are. Of people with an address. */
export async function sampleRows(client: Client, appointments: number, count: number): Promise<Sample[]> {
  const { rows } = await client.query<Sample>(
    `SELECT a.company, a.id AS "appointmentId", a.reference, a.starts_at AS "startsAt", a.status, a.staff_id AS "staffId",
            a.service_id AS "serviceId", a.customer_id AS "customerId", p.name, p.phone, p.email,
            c.id AS "callId", c.started_at AS "callAt", p.created_at AS "customerSince"
     FROM generate_series(1, $1::bigint * 3) AS n
     JOIN records.appointments a ON a.id = md5('appointment/' || 1 + (n * 7919) % $2::bigint)::uuid
     JOIN records.calls c ON c.id = a.call_id
     JOIN records.customers p ON p.id = a.customer_id AND p.email IS NOT NULL
     ORDER BY n LIMIT $1`,
    [count, appointments],
  );
  if (rows.length === 0) throw new Error('nothing was generated that could be asked for');
  return rows;
}
