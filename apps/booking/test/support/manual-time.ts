import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/clock/clock';
import type { Timers } from '../../src/clock/timers';

interface Waiting {
  readonly at: number;
  readonly work: () => void;
  readonly until: AbortSignal;
}

/** Time that passes only when told to. */
export class ManualTime {
  private waiting: Waiting[] = [];
  private current: number;

  constructor(begin = new Date('2026-11-23T08:00:00Z')) {
    this.current = begin.getTime();
  }

  readonly clock: Clock = { now: () => new Date(this.current) };

  readonly timers: Timers = {
    after: (ms, work, until) => void this.waiting.push({ at: this.current + ms, work, until }),
  };

  get timersLeft(): number {
    return this.waiting.filter(({ until }) => !until.aborted).length;
  }

  /** Lets time pass, and everything happen that was to happen meanwhile, each thing at its time. */
  async pass(ms: number): Promise<void> {
    const end = this.current + ms;
    await setImmediate();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.current = Math.max(this.current, next.at);
      this.waiting = this.waiting.filter((one) => one !== next);
      next.work();
      await setImmediate();
    }
    this.current = end;
  }

  private next(end: number): Waiting | undefined {
    return this.waiting
      .filter(({ at, until }) => at <= end && !until.aborted)
      .toSorted((a, b) => a.at - b.at)
      .at(0);
  }
}
