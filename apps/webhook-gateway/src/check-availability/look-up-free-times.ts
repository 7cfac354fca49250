import type { Service, Staff } from '@callbook/catalogue';
import type { Alternative, AvailabilityReply } from '@callbook/contracts';
import { DateTime } from 'luxon';
import type { Clock } from '../time/clock';
import { mostOffers } from '../words/offers';
import type { FreeTimes } from './free-times';
import type { SaidWhen } from './said-wish';
import { type Window, windowsOf } from './windows';

export interface FreeTimesWish {
  readonly company: { readonly slug: string; readonly timeZone: string };
  readonly service: Service;
  readonly person: Staff | null;
  readonly when: SaidWhen;
}

/** What is free, and where that was looked for. */
export interface FoundTimes {
  readonly slots: readonly Alternative[];
  readonly problem: AvailabilityReply['problem'];
  /** What was looked through for the wish itself. */
  readonly searched: Window;
  /** Nothing is free in what was asked for: these slots are near it. */
  readonly isBeside: boolean;
}

/** How far ahead is looked without a day, and besides the day that was asked for. */
const daysAhead = 14;

/** Looks into the calendar for as few stretches of time as will do. */
export class LookUpFreeTimes {
  constructor(
    private readonly freeTimes: FreeTimes,
    private readonly clock: Clock,
  ) {}

  /** @param by when the caller stops waiting */
  async execute(wish: FreeTimesWish, by: Date): Promise<FoundTimes> {
    const now = this.clock.now();
    const { when } = wish;
    const today = DateTime.fromJSDate(now, { zone: wish.company.timeZone }).startOf('day');
    if (when.kind === 'at') {
      const day = DateTime.fromJSDate(when.start, { zone: wish.company.timeZone }).startOf('day');
      const [searched] = windowsOf(day, day.plus({ days: daysAhead - 1 }), null, now) as [Window];
      return { ...(await this.ask(wish, searched, when.start, by)), searched, isBeside: false };
    }
    const { first, last } = when.kind === 'days' ? when : { first: today, last: today.plus({ days: daysAhead - 1 }) };
    const windows = windowsOf(first, last, when.part, now);
    const searched = {
      from: windows[0]?.from ?? now,
      to: windows.at(-1)?.to ?? last.plus({ days: 1 }).toJSDate(),
    };
    const found = await this.inOrder(wish, windows, by);
    if (found.slots.length > 0 || found.problem !== 'none') return { ...found, searched, isBeside: false };

    const around = {
      from: now < first.toJSDate() ? first.toJSDate() : now,
      to: last.plus({ days: daysAhead }).toJSDate(),
    };
    const beside = await this.ask(wish, around, searched.from, by);
    // That nothing is free in what was asked for is known, whatever becomes of the second look.
    return { slots: beside.slots, problem: 'none', searched, isBeside: true };
  }

  /** Window after window, until there is enough to choose from. */
  private async inOrder(
    wish: FreeTimesWish,
    windows: readonly Window[],
    by: Date,
  ): Promise<Pick<FoundTimes, 'slots' | 'problem'>> {
    const slots: Alternative[] = [];
    for (const window of windows) {
      const reply = await this.ask(wish, window, null, by);
      if (reply.problem !== 'none') return { slots, problem: slots.length > 0 ? 'none' : reply.problem };
      slots.push(...reply.slots);
      if (slots.length >= mostOffers) break;
    }
    return { slots: slots.slice(0, mostOffers), problem: 'none' };
  }

  private ask(
    { company, service, person }: FreeTimesWish,
    { from, to }: Window,
    near: Date | null,
    by: Date,
  ): Promise<Pick<AvailabilityReply, 'slots' | 'problem'>> {
    const timeoutMs = by.getTime() - this.clock.now().getTime();
    if (timeoutMs <= 0) return Promise.resolve({ slots: [], problem: 'unavailable' });
    const question = {
      company: company.slug,
      serviceId: service.id,
      staffId: person?.id ?? null,
      from: from.toISOString(),
      to: to.toISOString(),
      near: near?.toISOString() ?? null,
      limit: mostOffers,
    };
    return this.freeTimes.lookUp(question, { timeoutMs });
  }
}
