/** Waiting, given to what must be tested without it. */
export abstract class Timers {
  /** Runs `work` once, `ms` from now, unless `until` is aborted before. */
  abstract after(ms: number, work: () => void, until: AbortSignal): void;
}

export class SystemTimers extends Timers {
  after(ms: number, work: () => void, until: AbortSignal): void {
    if (until.aborted) return;
    const timer = setTimeout(work, ms);
    until.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}
