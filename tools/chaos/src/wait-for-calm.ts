import { setTimeout as pause } from 'node:timers/promises';
import type { Unrest } from './calm';

/** So many looks in a row must find nothing: one alone may have come between two steps. */
const looksInARow = 2;

export interface Calm {
  readonly afterMs: number;
  /** What was going on last before; undefined when it was calm from the beginning. */
  readonly last?: string;
}

/** Resolves when nothing is going on any more. @throws Error with what is, after `timeoutMs` */
export async function waitForCalm(look: () => Promise<Unrest>, timeoutMs: number): Promise<Calm> {
  const began = performance.now();
  let seen: Unrest = [];
  for (let calm = 0; calm < looksInARow;) {
    const unrest = await look().catch((error: Error): Unrest => [error.message || error.name]);
    calm = unrest.length === 0 ? calm + 1 : 0;
    if (unrest.length > 0) seen = unrest;
    if (calm < looksInARow && performance.now() - began > timeoutMs)
      throw new Error(`not calm after ${timeoutMs / 1_000} s: ${seen.join('; ')}`);
    await pause(500);
  }
  return { afterMs: Math.round(performance.now() - began), ...(seen.length > 0 && { last: seen.join('; ') }) };
}
