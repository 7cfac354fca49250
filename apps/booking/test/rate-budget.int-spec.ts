import { setTimeout as wait } from 'node:timers/promises';
import { CalcomClient, CalcomRateLimited } from '@callbook/calcom-client';
import { createDataSource, migrate, roles } from '@callbook/database';
import { type CalcomSandbox, sandboxSeed, startCalcomSandbox } from '@callbook/sandbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { CalendarUnavailable, type RequestShare } from '../src/calendar/calendar';
import { type BudgetSettings, divided, shares } from '../src/rate-budget/budget-rule';
import { PostgresBudgets } from '../src/rate-budget/budgets.repository';
import { RateBudget } from '../src/rate-budget/rate-budget';

const apiKey = sandboxSeed.calcom.apiKeys[0].key;
const usual: BudgetSettings = { perMinute: 90, burst: 5 };

describe('the rate budget in PostgreSQL', () => {
  let database: TestDatabase;
  let pools: DataSource[];
  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    const url = database.urlFor('callbook_booking');
    const pool = (name: string) => createDataSource({ url, applicationName: name, poolSize: 5 }).initialize();
    pools = await Promise.all([pool('replica-1'), pool('replica-2')]);
  });
  afterAll(async () => {
    await Promise.all((pools ?? []).map((pool) => pool.destroy()));
    await database?.close();
  });
  beforeEach(() => database.query('TRUNCATE booking.rate_budgets'));

  const budgetsOf = (settings: BudgetSettings) => pools.map((pool) => new PostgresBudgets(pool, divided(settings)));
  /** How each of so many questions at once, from both replicas in turn, ended. */
  async function askAtOnce(budgets: PostgresBudgets[], share: RequestShare, times: number, key = apiKey) {
    const asked = Array.from({ length: times }, (_, n) => budgets[n % budgets.length]!.take(key, share));
    return (await Promise.all(asked)).map(({ taken }) => taken);
  }

  it('gives each request once, however many replicas ask at the same time', async () => {
    const results = await askAtOnce(budgetsOf({ perMinute: 9, burst: 12 }), 'bookings', 40);
    expect(results.filter((taken) => taken === 'own')).toHaveLength(1);
    expect(results.filter((taken) => taken === 'lent')).toHaveLength(8);
  });

  it('keeps a share’s own request for it, whoever took the others', async () => {
    const budgets = budgetsOf(usual);
    await askAtOnce(budgets, 'reconciliation', 10);
    for (const share of shares.filter((share) => share !== 'reconciliation'))
      expect(await askAtOnce(budgets, share, 1)).toEqual(['own']);
  });

  it('counts each key by itself, and never stores it', async () => {
    const budgets = budgetsOf(usual);
    await askAtOnce(budgets, 'hints', 3);
    expect(await askAtOnce(budgets, 'hints', 1, 'cal_of_another_salon')).toEqual(['own']);
    const rows = await database.query('SELECT row_to_json(b)::text AS row FROM booking.rate_budgets b');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(apiKey);
    expect(JSON.stringify(rows)).not.toContain('cal_of_another_salon');
  });

  it('pauses for all replicas, for the longest time that was said', async () => {
    const [first, second] = budgetsOf(usual) as [PostgresBudgets, PostgresBudgets];
    await Promise.all([first.pause(apiKey, 1_000), second.pause(apiKey, 60_000), first.pause(apiKey, 1_000)]);
    for (const budgets of [first, second]) {
      const result = await budgets.take(apiKey, 'bookings');
      expect(result).toMatchObject({ taken: null, why: 'paused' });
      if (result.taken === null) expect(result.waitMs).toBeGreaterThan(50_000);
    }
    await database.query('UPDATE booking.rate_budgets SET paused_until = clock_timestamp(), version = version + 1');
    expect(await second.take(apiKey, 'bookings')).toEqual({ taken: 'own' });
  });

  it('forgets keys nobody uses any more', async () => {
    const budgets = budgetsOf(usual);
    await askAtOnce(budgets, 'hints', 1, 'cal_old');
    await database.query(`UPDATE booking.rate_budgets SET at = at - interval '2 days'`);
    await askAtOnce(budgets, 'hints', 1, 'cal_new');
    expect(await database.query('SELECT 1 FROM booking.rate_budgets')).toHaveLength(1);
    expect(await askAtOnce(budgets, 'hints', 1, 'cal_old')).toEqual(['own']);
  });

  describe('and Cal.com’s own limit', () => {
    let sandbox: CalcomSandbox;
    beforeEach(async () => {
      // A tenth of Cal.com's minute, with all of its 120 requests: everything below is ten times as fast.
      const rateLimit = { limit: 120, windowMs: 6_000, blockMs: 6_000 };
      sandbox = await startCalcomSandbox({ port: 0, rateLimit });
    });
    afterEach(() => sandbox.close());

    /** Two replicas that ask without pause, for all shares at once; what came of it. */
    async function load(settings: BudgetSettings, forMs: number) {
      const [end, seen] = [Date.now() + forMs, { answered: 0, limited: 0, unstored: [] as unknown[] }];
      const clock = { now: () => new Date() };
      const timers = { after: (ms: number, work: () => void) => void setTimeout(work, ms) };
      const clients: CalcomClient[] = [];
      const workers = budgetsOf(settings).flatMap((budgets) => {
        const budget = new RateBudget(budgets, clock, timers, { ...settings, maxWaitMs: 30 }, (error) =>
          seen.unstored.push(error),
        );
        const holder = { company: 'salon-lindenhof', apiKey };
        const client = new CalcomClient({
          baseUrl: sandbox.url,
          apiKey,
          onRateLimit: (reading) => budget.heard(holder, reading),
        });
        clients.push(client);
        return [...shares, ...shares].map(async (share) => {
          while (Date.now() < end) {
            try {
              await budget.take(holder, share);
              await client.getBooking('neverGiven');
              seen.answered += 1;
            } catch (error) {
              if (error instanceof CalcomRateLimited) seen.limited += 1;
              else if (error instanceof CalendarUnavailable) await wait(Math.min(error.retryAfterMs ?? 0, 200));
              else throw error;
            }
          }
        });
      });
      await Promise.all(workers).finally(() => clients.forEach((client) => client.close()));
      return seen;
    }

    it('is never reached by two replicas that ask as much as they may, over two of its windows', async () => {
      const seen = await load({ perMinute: 900, burst: 5 }, 13_000);
      expect(seen).toMatchObject({ limited: 0, unstored: [] });
      // 15 a second, and nearly all of it used.
      expect(seen.answered).toBeGreaterThan(13 * 15 * 0.7);
      expect(seen.answered).toBeLessThanOrEqual(13 * 15 + 5 + 5);
    });

    it('pauses everybody when others use the key too', async () => {
      const stranger = new CalcomClient({ baseUrl: sandbox.url, apiKey });
      for (let n = 0; n < 110; n += 1) await stranger.getBooking('neverGiven');
      stranger.close();
      const seen = await load({ perMinute: 300, burst: 5 }, 3_000);
      expect(seen).toMatchObject({ limited: 0, unstored: [] });
      expect(seen.answered).toBeLessThanOrEqual(10);
      expect(seen.answered).toBeGreaterThanOrEqual(5);
    });
  });
});
