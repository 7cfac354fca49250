import type { Timers } from './timers';

const never = new AbortController().signal;

/** Resolves `ms` from now. */
export function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => timers.after(ms, resolve, never));
}

/** What the work comes to, or undefined when that takes longer than `ms`. Rejects as the work does, if it does so in time. */
export async function inTime<T>(timers: Timers, ms: number, work: Promise<T>): Promise<T | undefined> {
  const ended = new AbortController();
  const tooLate = new Promise<undefined>((resolve) => timers.after(ms, () => resolve(undefined), ended.signal));
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    ended.abort();
  }
}
