import type { Timers } from './timers';

/** Does the work at once and then again and again, `pauseMs` after it was done, until `until` is aborted. */
export function repeatedly(work: () => Promise<void>, pauseMs: number, timers: Timers, until: AbortSignal): void {
  const round = async (): Promise<void> => {
    if (until.aborted) return;
    await work();
    timers.after(pauseMs, () => void round(), until);
  };
  void round();
}
