import { setTimeout as pause } from 'node:timers/promises';

/** Asks every `everyMs` until the answer is yes; false when `timeoutMs` passed first. */
export async function waitUntil(
  probe: () => boolean | Promise<boolean>,
  { timeoutMs, everyMs = 20 }: { timeoutMs: number; everyMs?: number },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await probe())) {
    if (performance.now() > deadline) return false;
    await pause(everyMs);
  }
  return true;
}
