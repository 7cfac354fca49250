import type { Client } from 'pg';

const linkedPairs = `
  SELECT count(*)::integer AS count FROM records.calls call
  JOIN records.appointments appointment ON appointment.id = call.appointment_id AND appointment.call_id = call.id
  WHERE call.booking_confirmed`;

/** What is wrong with the rows of so many bookings. */
export async function problemsIn(client: Client, bookings: number): Promise<string[]> {
  const problems: string[] = [];
  for (const [what, sql] of [
    ['calls', 'SELECT count(*)::integer AS count FROM records.calls'],
    ['appointments', 'SELECT count(*)::integer AS count FROM records.appointments'],
    ['linked pairs', linkedPairs],
  ] as const) {
    const { rows } = await client.query<{ count: number }>(sql);
    if (rows[0]?.count !== bookings) problems.push(`${rows[0]?.count} ${what} for ${bookings} bookings`);
  }
  return problems;
}
