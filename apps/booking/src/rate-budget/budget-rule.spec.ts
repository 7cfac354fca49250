import fc from 'fast-check';
import type { RequestShare } from '../calendar/calendar';
import {
  type Budget,
  type BudgetLimits,
  type BudgetSettings,
  divided,
  fullBudget,
  REQUEST,
  shares,
  take,
} from './budget-rule';

const usual: BudgetSettings = { perMinute: 90, burst: 5 };
const settings = fc.record({ perMinute: fc.integer({ min: 9, max: 500 }), burst: fc.integer({ min: 5, max: 30 }) });
const share = fc.constantFrom(...shares);
/** Who asks, and how long after the one before. */
const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), share), {
  minLength: 1,
  maxLength: 200,
  size: 'max',
});

const begin = 1_770_000_000_000;
const at = (ms: number) => new Date(begin + ms);

/** A key somebody uses; time is milliseconds since the first request could be made. */
class Key {
  private budget: Budget;

  private readonly limits: BudgetLimits;

  constructor(settings: BudgetSettings) {
    this.limits = divided(settings);
    this.budget = fullBudget(at(0), this.limits);
  }

  ask(share: RequestShare, ms: number) {
    const result = take(this.budget, share, at(ms), this.limits);
    if (result.taken) this.budget = result.left;
    return result;
  }

  /** Asks until it is turned away, or for ever. */
  exhaust(share: RequestShare, ms: number) {
    for (let n = 0; n < 1_000; n += 1) {
      const result = this.ask(share, ms);
      if (!result.taken) return result;
    }
    throw new Error('it never ends');
  }

  get left(): Budget {
    return this.budget;
  }
}

describe('the shares of a key', () => {
  it('are 35, 30, 15 and 10 of 90 a minute, and always all of it', () => {
    expect(divided(usual).rates).toEqual({ bookings: 35, live_reads: 30, hints: 15, reconciliation: 10 });
    fc.assert(
      fc.property(settings, (some) => {
        const rates = Object.values(divided(some).rates);
        return rates.reduce((sum, rate) => sum + rate) === some.perMinute && rates.every((rate) => rate >= 1);
      }),
    );
  });

  it('cannot be had where one of them, or what is lent, would be nothing', () => {
    expect(() => divided({ perMinute: 8, burst: 5 })).toThrow(RangeError);
    expect(() => divided({ perMinute: 90, burst: 4 })).toThrow(RangeError);
  });
});

describe('taking requests', () => {
  it('never gives more in any stretch of time than it brings plus one burst, whoever asks', () => {
    fc.assert(
      fc.property(settings, asked, (some, questions) => {
        const key = new Key(some);
        const taken: number[] = [];
        let now = 0;
        for (const [pause, share] of questions) {
          now += pause;
          if (key.ask(share, now).taken) taken.push(now);
        }
        return taken.every((from, first) =>
          taken.slice(first).every((to, more) => (more + 1 - some.burst) * REQUEST <= (to - from) * some.perMinute),
        );
      }),
    );
  });

  it('never turns away a share that asks no more often than its guarantee, whatever the others do', () => {
    fc.assert(
      fc.property(settings, share, fc.nat(10_000), asked, (some, modest, first, greedy) => {
        const key = new Key(some);
        const every = Math.ceil(REQUEST / divided(some).rates[modest]);
        let now = 0;
        let next = first;
        for (const [pause, other] of greedy) {
          now += pause;
          for (; next <= now; next += every) expect(key.ask(modest, next).taken).toBeTruthy();
          if (other !== modest) key.exhaust(other, now);
        }
      }),
    );
  });

  it('lends everything to a share that asks alone', () => {
    fc.assert(
      fc.property(settings, share, (some, alone) => {
        const key = new Key(some);
        const minutes = 2;
        const most = minutes * some.perMinute + some.burst;
        let taken = 0;
        for (let now = 0; now <= minutes * 60_000 && taken <= most;) {
          const result = key.ask(alone, now);
          if (result.taken) taken += 1;
          else now += result.waitMs;
        }
        expect(taken).toBeLessThanOrEqual(most);
        expect(taken).toBeGreaterThanOrEqual(minutes * some.perMinute);
      }),
      { numRuns: 30 },
    );
  });

  it('tells the first moment at which there is one, if nobody else takes it', () => {
    fc.assert(
      fc.property(settings, asked, share, (some, questions, last) => {
        const key = new Key(some);
        let now = 0;
        for (const [pause, share] of questions) key.ask(share, (now += pause));
        const result = key.exhaust(last, now);
        expect(key.ask(last, now + result.waitMs - 1).taken).toBeNull();
        expect(key.ask(last, now + result.waitMs).taken).not.toBeNull();
      }),
    );
  });

  it('says whether it was the share’s own', () => {
    const key = new Key(usual);
    const results = [1, 2, 3].map(() => key.ask('bookings', 0).taken);
    expect(results).toEqual(['own', 'lent', null]);
    expect(key.ask('hints', 0).taken).toBe('own');
  });

  it('gives nothing while the key is paused, and goes on afterwards', () => {
    const paused: Budget = { ...fullBudget(at(0), divided(usual)), pausedUntil: at(10_000) };
    expect(take(paused, 'bookings', at(4_000), divided(usual))).toEqual({ taken: null, why: 'paused', waitMs: 6_000 });
    expect(take(paused, 'bookings', at(10_000), divided(usual))).toMatchObject({
      taken: 'own',
      left: { pausedUntil: null },
    });
  });

  it('gains nothing from a clock that is set back, and does not stop either', () => {
    const key = new Key(usual);
    expect(key.ask('bookings', 60_000).taken).toBe('own');
    expect(key.ask('bookings', 0).taken).toBe('lent');
    expect(key.left.at).toEqual(at(60_000));
    expect(key.ask('bookings', 60_000).taken).toBeNull();
    expect(key.ask('bookings', 62_000).taken).toBeTruthy();
  });
});
