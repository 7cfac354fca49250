import { metricsRegistry } from '@callbook/observability';
import { BudgetsInMemory } from '../../test/support/budgets-in-memory';
import { ManualTime } from '../../test/support/manual-time';
import { CalendarUnavailable } from '../calendar/calendar';
import { RateBudget } from './rate-budget';

const salon = { company: 'salon-lindenhof', apiKey: 'cal_live_secret' };
const settings = { perMinute: 90, burst: 5, maxWaitMs: 300 };

let time: ManualTime;
let budgets: BudgetsInMemory;
let reported: unknown[];
let budget: RateBudget;
beforeEach(() => {
  time = new ManualTime();
  budgets = new BudgetsInMemory(time.clock, settings);
  reported = [];
  budget = new RateBudget(budgets, time.clock, time.timers, settings, (error) => reported.push(error));
});

/** How it ended: when, or the error. */
const outcome = (taking: Promise<void>) =>
  taking.then(
    () => time.clock.now().getTime(),
    (error: unknown) => error as CalendarUnavailable,
  );
const takeAll = (n: number) => Array.from({ length: n }, () => outcome(budget.take(salon, 'bookings')));

describe('taking a request from the budget', () => {
  it('waits a moment for the next one', async () => {
    const begin = time.clock.now().getTime();
    await Promise.all(takeAll(2));
    await time.pass(500);
    const third = outcome(budget.take(salon, 'bookings'));
    await time.pass(300);
    expect(await third).toBe(begin + 667);
    expect(time.timersLeft).toBe(0);
  });

  it('does not wait longer than it may in all, when others are faster time and again', async () => {
    const begin = time.clock.now().getTime();
    jest.spyOn(budgets, 'take').mockResolvedValue({ taken: null, why: 'spent', waitMs: 120 });
    const turnedAway = budget.take(salon, 'bookings').catch(() => time.clock.now().getTime());
    await time.pass(1_000);
    expect(await turnedAway).toBe(begin + 240);
  });

  it('does not wait for what takes too long, and says when to come back: one after the other', async () => {
    const results = await Promise.all(takeAll(5));
    const [first, second, ...turnedAway] = results;
    expect([first, second]).toEqual([time.clock.now().getTime(), time.clock.now().getTime()]);
    expect(turnedAway).toEqual([667, 1334, 2001].map((retryAfterMs) => expect.objectContaining({ retryAfterMs })));
    expect(turnedAway[0]).toBeInstanceOf(CalendarUnavailable);
    expect(turnedAway[0]).toMatchObject({ code: 'calcom_budget_spent' });
  });

  it('serves all who come back when told, though many came at once, and nearly nobody in vain', async () => {
    const asked = jest.spyOn(budgets, 'take');
    let served = 0;
    const untilServed = async () => {
      for (;;) {
        const error = await outcome(budget.take(salon, 'bookings'));
        if (typeof error === 'number') return (served += 1);
        await new Promise<void>((resolve) =>
          time.timers.after(error.retryAfterMs ?? 0, resolve, new AbortController().signal),
        );
      }
    };
    const all = Promise.all(Array.from({ length: 90 }, untilServed));
    await time.pass(90_000);
    expect(served).toBe(90);
    expect(asked.mock.calls.length).toBeLessThan(3 * 90);
    await all;
  });

  it('never names the key', async () => {
    metricsRegistry.resetMetrics();
    const results = await Promise.all(takeAll(3));
    await budget.heard(salon, { limit: 120, remaining: 87, resetMs: 30_000 });
    expect(JSON.stringify(results.map(String))).not.toContain(salon.apiKey);
    const metrics = await metricsRegistry.metrics();
    expect(metrics).not.toContain(salon.apiKey);
    const labels = 'company="salon-lindenhof",share="bookings"';
    for (const result of ['own', 'lent', 'spent'])
      expect(metrics).toContain(`callbook_calcom_budget_taken_total{${labels},result="${result}"} 1`);
    expect(metrics).toContain('callbook_calcom_remaining_requests{company="salon-lindenhof"} 87');
  });
});

describe('what Cal.com says about the key', () => {
  const hear = (remaining: number) => budget.heard(salon, { limit: 120, remaining, resetMs: 42_000 });

  it('pauses it for everybody until the count begins anew, when less than a burst is left', async () => {
    await hear(4);
    expect(await outcome(budget.take(salon, 'hints'))).toMatchObject({
      code: 'calcom_budget_paused',
      retryAfterMs: 42_000,
    });
    await time.pass(42_000);
    expect(await outcome(budget.take(salon, 'hints'))).toBe(time.clock.now().getTime());
  });

  it('changes nothing while there is enough', async () => {
    await hear(5);
    expect(await outcome(budget.take(salon, 'hints'))).toBe(time.clock.now().getTime());
  });

  it('fails no call when it cannot be stored', async () => {
    const away = new Error('the database is away');
    jest.spyOn(budgets, 'pause').mockRejectedValue(away);
    await hear(0);
    expect(reported).toEqual([away]);
  });
});
