import { setTimeout as pause } from 'node:timers/promises';

/** Waits for the work to settle, well or not, but no longer than this: a database that says nothing must not hold an app up. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const settled = new AbortController();
  const limit = pause(ms, undefined, { signal: settled.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), limit]);
  settled.abort();
}
