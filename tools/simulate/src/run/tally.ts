import type { Violation } from '../judge/judge';
import type { Told } from '../simulation';

/** What a seed did that it must not. */
export interface Found {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** What many stories come to. Plain data: it travels between threads. */
export interface Tally {
  readonly seeds: number;
  readonly found: readonly Found[];
  /** One of each way the steps were ordered. */
  readonly digests: readonly number[];
  readonly hits: Readonly<Record<string, number>>;
  readonly deaths: number;
  readonly freezes: number;
  readonly posts: number;
  readonly bookings: number;
  readonly steps: number;
}

const nothing: Tally = {
  seeds: 0,
  found: [],
  digests: [],
  hits: {},
  deaths: 0,
  freezes: 0,
  posts: 0,
  bookings: 0,
  steps: 0,
};

/** Violations told in full; the rest are counted. */
const mostTold = 20;

export function tallyOf(told: readonly Told[]): Tally {
  return together(
    told.map((one) => ({
      ...one,
      seeds: 1,
      found: one.violations.length > 0 ? [{ seed: one.seed, violations: one.violations }] : [],
      digests: [one.digest],
      hits: { ...one.hits },
    })),
  );
}

export function together(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const hits: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [fault, count] of Object.entries(tally.hits)) hits[fault] = (hits[fault] ?? 0) + count;
  }
  return {
    ...nothing,
    seeds: sum(({ seeds }) => seeds),
    found: tallies.flatMap(({ found }) => found),
    digests: [...new Set(tallies.flatMap(({ digests }) => digests))],
    hits,
    deaths: sum(({ deaths }) => deaths),
    freezes: sum(({ freezes }) => freezes),
    posts: sum(({ posts }) => posts),
    bookings: sum(({ bookings }) => bookings),
    steps: sum(({ steps }) => steps),
  };
}

/** What stands on the last line. */
export function summaryOf({ found, digests, ...tally }: Tally, seconds: number) {
  return {
    ok: found.length === 0,
    ...tally,
    violations: found.length,
    distinctInterleavings: digests.length,
    seconds: Math.round(seconds * 10) / 10,
    found: found.slice(0, mostTold),
  };
}
