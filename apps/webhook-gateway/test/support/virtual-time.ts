import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../../src/time/clock';
import type { Timers } from '../../src/time/timers';

interface Alarm {
  readonly at: number;
  readonly work: () => void;
  readonly until: AbortSignal;
}

/** A clock and its timers for tests: time passes only when it is told to. */
export class VirtualTime implements Clock, Timers {
  private alarms: Alarm[] = [];
  private time: number;

  constructor(private readonly begin: Date) {
    this.time = begin.getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  get elapsedMs(): number {
    return this.time - this.begin.getTime();
  }

  /** How many timers are set. */
  get waiting(): number {
    return this.alarms.filter(({ until }) => !until.aborted).length;
  }

  after(ms: number, work: () => void, until: AbortSignal): void {
    this.alarms.push({ at: this.time + ms, work, until });
  }

  /** Lets time pass, running what is due in order and whatever that sets going. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (let due = this.next(); due && due.at <= end; due = this.next()) {
      this.time = due.at;
      this.alarms = this.alarms.filter((alarm) => alarm !== due);
      due.work();
      await settled();
    }
    this.time = end;
  }

  /** Lets time pass from timer to timer until the promise is settled. */
  async advanceUntil<T>(promise: Promise<T>): Promise<T> {
    let pending = true;
    void promise.finally(() => (pending = false)).catch(() => undefined);
    await settled();
    while (pending) {
      const due = this.next();
      if (!due) throw new Error('nothing is left that could settle the promise');
      await this.advance(due.at - this.time);
    }
    return promise;
  }

  private next(): Alarm | undefined {
    return this.alarms.filter(({ until }) => !until.aborted).sort((a, b) => a.at - b.at)[0];
  }
}
