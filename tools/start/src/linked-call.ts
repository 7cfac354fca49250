import { setTimeout as pause } from 'node:timers/promises';
import { type LinkedRows, linkedRows } from '@callbook/launcher';

/**
 * The rows of a call, once they are there: at once after "booked", a moment later after "not confirmed yet".
 * Undefined when there are none in time.
 */
export async function rowsOnceLinked(
  databaseUrl: string,
  callId: string,
  timeoutMs = 30_000,
): Promise<LinkedRows | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const rows = await linkedRows(databaseUrl, callId);
    if (rows || performance.now() > deadline) return rows;
    await pause(200);
  }
}
