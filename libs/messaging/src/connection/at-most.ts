import { setTimeout as pause } from 'node:timers/promises';

/** Waits for the work to settle, but not longer than this. For shutdown: a silent broker must not hold it up. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const settled = new AbortController();
  const limit = pause(ms, undefined, { signal: settled.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), limit]);
  settled.abort();
}
