import type { RateLimitReading } from '@callbook/calcom-client';
import { counter, gauge } from '@callbook/observability';
import { CalendarUnavailable, type RequestShare } from '../calendar/calendar';
import type { Clock } from '../clock/clock';
import type { Timers } from '../clock/timers';
import { pause } from '../clock/waiting';
import type { BudgetSettings } from './budget-rule';
import type { Budgets } from './budgets';
import { Turns } from './turns';

export interface RateBudgetSettings extends BudgetSettings {
  /** How long a question may wait for a request before it is turned away. Milliseconds. */
  readonly maxWaitMs: number;
}

/** Whose requests they are. The key goes nowhere but to the store, which keeps a digest of it. */
export interface KeyHolder {
  readonly company: string;
  readonly apiKey: string;
}

const taken = counter({
  name: 'callbook_calcom_budget_taken_total',
  help: 'Requests to Cal.com asked of the budget by company and share: own, lent, or turned away as spent or paused',
  labelNames: ['company', 'share', 'result'],
});
const remaining = gauge({
  name: 'callbook_calcom_remaining_requests',
  help: 'Requests the company’s key has left in Cal.com’s own window, as Cal.com said last',
  labelNames: ['company'],
});

/** The requests that may be made with each of Cal.com's keys, shared by all replicas and by all that has to be asked. */
export class RateBudget {
  private readonly turns = new Turns();

  /** @param report what could not be stored */
  constructor(
    private readonly budgets: Budgets,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly settings: RateBudgetSettings,
    private readonly report: (error: unknown) => void,
  ) {}

  /**
   * Resolves when one request may be sent.
   * @throws CalendarUnavailable with the time to wait, when there is none soon
   */
  async take({ company, apiKey }: KeyHolder, share: RequestShare): Promise<void> {
    for (let patience = this.settings.maxWaitMs; ;) {
      const result = await this.budgets.take(apiKey, share);
      if (result.taken || result.waitMs > patience) taken.inc({ company, share, result: result.taken ?? result.why });
      if (result.taken) return;
      if (result.waitMs > patience) {
        const queue = `${share} ${apiKey}`;
        const every = 60_000 / this.settings.perMinute;
        const retryAfterMs = this.turns.next(queue, this.clock.now(), result.waitMs, every);
        throw new CalendarUnavailable(`calcom_budget_${result.why}`, `${company}: ${says[result.why]} for ${share}`, {
          retryAfterMs,
        });
      }
      patience -= result.waitMs;
      await pause(this.timers, result.waitMs);
    }
  }

  /**
   * Heeds what Cal.com says about the key, which other programs may use too: with less than a burst left nobody asks until it
   * counts anew. Never rejects.
   */
  async heard({ company, apiKey }: KeyHolder, reading: RateLimitReading): Promise<void> {
    remaining.set({ company }, reading.remaining);
    if (reading.remaining >= this.settings.burst) return;
    try {
      await this.budgets.pause(apiKey, reading.resetMs);
    } catch (error) {
      this.report(error);
    }
  }
}

const says = { spent: 'no request is left', paused: 'Cal.com takes no request at present' };
