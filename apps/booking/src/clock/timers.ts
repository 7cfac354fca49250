/** Waiting, given to use cases so that a simulation can bring its own. */
export abstract class Timers {
  /** Runs `work` once, `ms` from now, unless `until` is aborted before. */
  abstract after(ms: number, work: () => void, until: AbortSignal): void;
}
