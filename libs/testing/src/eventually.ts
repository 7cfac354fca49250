import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface Patience {
  /** Default 10,000 ms. */
  timeoutMs?: number;
  /** Between the end of one probe and the start of the next. Default 50 ms. */
  everyMs?: number;
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Probes until the answer is truthy, and returns it. A probe that throws has not succeeded yet.
 * @param what completes "wanted …" in the failure, which also tells what was seen last.
 */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 50 }: Patience = {},
): Promise<Truthy<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look(probe);
    if ('value' in seen && seen.value) return seen.value as Truthy<T>;
    if (performance.now() >= deadline) throw new Error(failure(what, timeoutMs, seen));
    await pause(everyMs);
  }
}

/** The same for assertions, which say nothing when they hold: runs them until they do not throw. */
export async function eventuallyHolds(
  what: string,
  assertions: () => void | Promise<void>,
  patience: Patience = {},
): Promise<void> {
  const holds = async () => {
    await assertions();
    return true;
  };
  await eventually(what, holds, patience);
}

type Seen<T> = { value: T } | { error: unknown };

async function look<T>(probe: () => T | Promise<T>): Promise<Seen<T>> {
  try {
    return { value: await probe() };
  } catch (error) {
    return { error };
  }
}

function failure(what: string, timeoutMs: number, seen: Seen<unknown>): string {
  const last =
    'value' in seen
      ? `last saw ${inspect(seen.value, { depth: 4, breakLength: 120 })}`
      : `last error: ${seen.error instanceof Error ? seen.error.message : inspect(seen.error)}`;
  const hint = 'value' in seen && seen.value === undefined ? ' (for assertions there is eventuallyHolds)' : '';
  return `Wanted ${what}, not so after ${timeoutMs} ms; ${last}${hint}`;
}
