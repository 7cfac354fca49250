import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxRandom } from '@callbook/sandbox';

/**
 * When things begin, in milliseconds from the start: so many a second, each at a moment of its own within its share of
 * the second. At even distances they would keep meeting whatever is done at even intervals, or keep missing it.
 */
export function arrivals(perSecond: number, seconds: number, random: SandboxRandom): number[] {
  const share = 1_000 / perSecond;
  return Array.from({ length: Math.round(perSecond * seconds) }, (_, index) => (index + random.next()) * share);
}

/** Begins something at each of the times, whatever becomes of what was begun before. Resolves with all results, in order. */
export async function beginAt<T>(times: readonly number[], begin: (index: number) => Promise<T>): Promise<T[]> {
  const started = performance.now();
  const underWay: Promise<T>[] = [];
  for (const [index, time] of times.entries()) {
    await pause(Math.max(0, started + time - performance.now()));
    const one = begin(index);
    one.catch(() => undefined); // told below, when all have been begun
    underWay.push(one);
  }
  return Promise.all(underWay);
}
