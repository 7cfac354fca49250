import { setTimeout as pause } from 'node:timers/promises';
import { killHard } from '@callbook/testing';
import type { Arena } from '../arena';
import type { Random } from '../random';

/** Between the end of one and the death of the next. Milliseconds. */
const betweenMs = 3_000;
/** An orchestrator does not notice at once. */
const awayMs = 1_000;

/** Kills one booking process with SIGKILL every few seconds, and starts another, until `over`. @returns how many it killed */
export async function killBooking(arena: Arena, random: Random, over: AbortSignal): Promise<number> {
  for (let kills = 0; ; kills++) {
    await pause(betweenMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return kills;
    const { pid } = random.pick(arena.living('booking'));
    arena.expectEnd(pid);
    await killHard(pid);
    await pause(awayMs);
    await arena.restart('booking');
  }
}
