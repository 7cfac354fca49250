import { Logger } from '@nestjs/common';
import { type Broker, RefusedByBroker } from '../broker/broker';
import type { Clock } from '../time/clock';
import type { Timers } from '../time/timers';
import type { Spool, Spooled } from './spool';
import { drainedFromSpool } from './spool-metrics';

/** Before the broker is tried again. Without a connection a try costs nothing. */
const pauseMs = 500;
/** Before what cannot be helped by trying again soon: an event that the broker refused, a disk that cannot be used. */
const longPauseMs = 5_000;
/** Confirmed events removed from the disk in one go; as many may be sent a second time after a crash. */
const sweepSize = 100;

type Forwarded = 'confirmed' | 'refused' | 'broker_away';
type End = 'all_tried' | 'broker_away' | 'unreadable';

/**
 * Forwards what is in the spool, oldest first, one after the other, and removes it once it is confirmed. An event whose
 * confirm was lost goes out again under the same id, and consumers recognise it. One that the broker refuses waits aside.
 */
export class Drain {
  private readonly logger = new Logger(Drain.name);
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;
  private alarm = new AbortController();
  private again = false;

  constructor(
    private readonly spool: Spool,
    private readonly broker: Broker,
    private readonly clock: Clock,
    private readonly timers: Timers,
  ) {}

  /** Starts forwarding, now and for as long as there is something to forward. */
  wake(): void {
    this.again = true;
    if (this.stopped.signal.aborted) return;
    this.running ??= this.work().finally(() => (this.running = undefined));
  }

  /** Forwards what it can in that time; what is left stays on the disk. */
  async stop(graceMs: number): Promise<void> {
    const over = new AbortController();
    const grace = new Promise<void>((resolve) => this.timers.after(graceMs, resolve, over.signal));
    await Promise.race([this.lastPass(), grace]);
    over.abort();
    this.stopped.abort();
    this.alarm.abort();
    await this.running;
  }

  /** A pass under way may have met the broker while it was still away. */
  private async lastPass(): Promise<void> {
    await this.running;
    this.wake();
    await this.running;
  }

  private async work(): Promise<void> {
    let end: End = 'all_tried';
    while (this.again && end === 'all_tried') {
      this.again = false;
      end = await this.pass();
    }
    if (end === 'broker_away') this.wakeIn(pauseMs);
    else if (end === 'unreadable' || this.spool.isUnfinished) this.wakeIn(longPauseMs);
  }

  /** Once through everything that waits. */
  private async pass(): Promise<End> {
    let forwarded = 0;
    try {
      for (let next = this.spool.next(); next && !this.stopped.signal.aborted; next = this.spool.next()) {
        const result = await this.forward(next);
        if (result === 'broker_away') return result;
        if (result === 'confirmed' && ++forwarded % sweepSize === 0) this.spool.sweep();
      }
      return 'all_tried';
    } catch (error) {
      this.logger.debug({ err: error }, 'the spool cannot be read');
      return 'unreadable';
    } finally {
      this.spool.sweep();
      if (forwarded > 0) this.logger.log(`${forwarded} events of the spool were confirmed`);
    }
  }

  private async forward({ place, event }: Spooled): Promise<Forwarded> {
    try {
      await this.broker.send(event);
      this.spool.done(place);
      drainedFromSpool.inc();
      return 'confirmed';
    } catch (error) {
      if (!(error instanceof RefusedByBroker)) return 'broker_away';
      const { id, type, company } = event;
      this.logger.error({ eventId: id, type, company, code: error.code }, 'the broker refuses an event of the spool');
      this.spool.hold(place, new Date(this.clock.now().getTime() + longPauseMs));
      return 'refused';
    }
  }

  private wakeIn(ms: number): void {
    this.alarm.abort(); // one alarm is enough, however often it was woken meanwhile
    this.alarm = new AbortController();
    this.timers.after(ms, () => this.wake(), this.alarm.signal);
  }
}
