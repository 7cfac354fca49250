import { type Calendar, CalendarUnavailable } from '../calendar/calendar';
import type { Clock } from '../clock/clock';
import type { Timers } from '../clock/timers';
import { inTime, pause } from '../clock/waiting';

export interface SlotQuestion {
  readonly company: string;
  readonly eventTypeId: number;
  readonly hostSubset: readonly number[] | null;
  readonly from: Date;
  readonly to: Date;
}

export interface KnownSlots {
  /** In order. */
  readonly starts: readonly Date[];
  readonly askedAt: Date;
}

export interface AskingSettings {
  /** How long an answer is good for others who ask the same. Milliseconds. */
  readonly keptMs: number;
  /** How long whoever asks waits for the answer. Milliseconds. */
  readonly withinMs: number;
}

interface Asked {
  readonly answer: Promise<KnownSlots>;
  /** Undefined while there is no answer. */
  goodUntil?: number;
}

/**
 * Asks the calendar what is free. Whole days, so that questions about parts of a day are the same one; the same question at
 * the same time is asked once, and its answer is kept for a while. Failures are not kept.
 */
export class AskedSlots {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly calendar: Calendar,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly settings: AskingSettings,
  ) {}

  /**
   * Free starts, among them all in the range asked for.
   * @throws CalendarUnavailable, in time at the latest
   */
  async ask(question: SlotQuestion): Promise<KnownSlots> {
    const known = await inTime(this.timers, this.settings.withinMs, this.shared(daysAround(question)));
    if (!known) throw new CalendarUnavailable('calcom_slow', `${question.company}: no answer about free slots in time`);
    return known;
  }

  /** Goes on when nobody waits for it any more: the answer may serve the next one. */
  private shared(question: SlotQuestion): Promise<KnownSlots> {
    this.forgetOld();
    const key = JSON.stringify(question);
    const known = this.asked.get(key);
    if (known) return known.answer;

    const asked: Asked = { answer: this.fetch(question) };
    this.asked.set(key, asked);
    asked.answer.then(
      () => (asked.goodUntil = this.now() + this.settings.keptMs),
      () => this.asked.delete(key),
    );
    return asked.answer;
  }

  /** Turned away for a moment only, it asks again: several questions at once may be more than the key may ask at once. */
  private async fetch({ company, ...wanted }: SlotQuestion): Promise<KnownSlots> {
    const giveUpAt = this.now() + this.settings.withinMs;
    for (;;) {
      const askedAt = this.clock.now();
      try {
        const { starts } = await this.calendar.freeSlots(company, wanted);
        return { starts, askedAt };
      } catch (error) {
        const waitMs = error instanceof CalendarUnavailable ? error.retryAfterMs : undefined;
        if (waitMs === undefined || this.now() + waitMs > giveUpAt) throw error;
        await pause(this.timers, waitMs);
      }
    }
  }

  private forgetOld(): void {
    for (const [key, { goodUntil }] of this.asked)
      if (goodUntil !== undefined && goodUntil <= this.now()) this.asked.delete(key);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const DAY = 24 * 60 * 60_000;

function daysAround({ company, eventTypeId, hostSubset, from, to }: SlotQuestion): SlotQuestion {
  return {
    company,
    eventTypeId,
    hostSubset,
    from: new Date(Math.floor(from.getTime() / DAY) * DAY),
    to: new Date(Math.ceil(to.getTime() / DAY) * DAY),
  };
}
