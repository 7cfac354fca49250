import { setTimeout as pause } from 'node:timers/promises';

/** The handlers under way, so that a shutdown can wait for them. */
export class RunningHandlers {
  private readonly running = new Set<Promise<void>>();

  add(handler: Promise<void>): void {
    const done = handler.catch(() => undefined).finally(() => this.running.delete(done));
    this.running.add(done);
  }

  /** Resolves when all have ended, or after `graceMs`. */
  async finished(graceMs: number): Promise<void> {
    const abort = new AbortController();
    const grace = pause(graceMs, undefined, { signal: abort.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.running), grace]);
    abort.abort();
  }
}
