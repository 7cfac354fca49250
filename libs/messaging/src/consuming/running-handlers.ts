import { atMost } from '../connection/at-most';

/** The handlers under way, so that a shutdown can wait for them. */
export class RunningHandlers {
  private readonly running = new Set<Promise<void>>();

  /** Resolves when the handler has ended. */
  add(handler: Promise<void>): Promise<void> {
    const done = handler.catch(() => undefined).finally(() => this.running.delete(done));
    this.running.add(done);
    return done;
  }

  /** Resolves when all have ended, or after `graceMs`. */
  async finished(graceMs: number): Promise<void> {
    await atMost(graceMs, Promise.all(this.running));
  }
}
