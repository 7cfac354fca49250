import { type Arena, withClient } from './arena';

/** What is wrong with the answers, one line each; empty when every caller has what they were told. */
export async function wrongAnswers({ stack, calcom, callers: { calls } }: Arena): Promise<string[]> {
  const linked = await linkedCalls(stack.databaseUrl);
  const booked = new Map<string, number>();
  for (const { booking } of calcom.ledger()) {
    if (booking.status !== 'ACCEPTED') continue;
    const callId = String(booking.metadata.callbook_call_id);
    booked.set(callId, (booked.get(callId) ?? 0) + 1);
  }
  const bookings = [...booked.values()].reduce((sum, one) => sum + one, 0);
  return [
    ...(bookings === calls.length ? [] : [`${calls.length} calls, ${bookings} bookings`]),
    ...calls.flatMap(({ callId, status, answer }) => [
      ...(status === 200 && answer.status === 'booked' ? [] : [`${callId}: ${status} ${JSON.stringify(answer)}`]),
      ...(booked.get(callId) === 1 ? [] : [`${callId}: ${booked.get(callId) ?? 0} bookings`]),
      ...(linked.has(callId) ? [] : [`${callId}: no linked rows`]),
    ]),
  ];
}

async function linkedCalls(databaseUrl: string): Promise<Set<string>> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT c.retell_call_id AS id FROM records.calls c
       JOIN records.appointments a ON a.id = c.appointment_id AND a.call_id = c.id WHERE c.booking_confirmed`,
    );
    return new Set(rows.map(({ id }) => id));
  });
}
