import { setTimeout as pause } from 'node:timers/promises';

/** Lets deliveries of one burst gather before one is chosen, and acks leave the process before the next is begun. */
const gatherMs = 50;
/** One that ran so long without ending the process no longer holds up the others. */
const aloneMs = 10_000;

/**
 * Runs work one at a time, in random order. For messages that were handed over before and not answered: perhaps one of
 * them ended its process, and the broker counted that for all it held. Run together, or always in the same order, the
 * innocent would go down with it every time until the delivery limit; this way each has an even chance of being
 * acknowledged before it, in every life.
 */
export class OneAtATime {
  private readonly waiting: (() => Promise<void>)[] = [];
  private busy = false;

  add(work: () => Promise<void>): void {
    this.waiting.push(work);
    if (!this.busy) void this.workOff();
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.waiting.length = 0;
  }

  private async workOff(): Promise<void> {
    this.busy = true;
    for (;;) {
      await pause(gatherMs);
      const [work] = this.waiting.splice(Math.floor(Math.random() * this.waiting.length), 1);
      if (!work) break;
      const alone = new AbortController();
      const longEnough = pause(aloneMs, undefined, { signal: alone.signal }).catch(() => undefined);
      await Promise.race([work().catch(() => undefined), longEnough]);
      alone.abort();
    }
    this.busy = false;
  }
}
