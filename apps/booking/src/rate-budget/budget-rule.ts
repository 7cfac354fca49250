import type { RequestShare } from '../calendar/calendar';

/** One request. A share of n a minute grows by n every millisecond, so nothing is ever lost to rounding. */
export const REQUEST = 60_000;

/** In what proportion a key's requests are guaranteed. */
const guaranteed: Readonly<Record<RequestShare, number>> = {
  bookings: 35,
  live_reads: 30,
  hints: 15,
  reconciliation: 10,
};
export const shares = Object.keys(guaranteed) as RequestShare[];
const parts = shares.reduce((sum, share) => sum + guaranteed[share], 0);

export interface BudgetSettings {
  /** Requests a minute, all shares together. */
  readonly perMinute: number;
  /** Requests at once after a while without any, all shares together: one for each share, the others for whoever asks. */
  readonly burst: number;
}

export interface BudgetLimits {
  /** Requests a minute that are a share's own. */
  readonly rates: Readonly<Record<RequestShare, number>>;
  /** What may lie ready for whoever asks, in parts of a REQUEST. */
  readonly roomToLend: number;
}

/** What a key has left. Amounts are in parts of a REQUEST. */
export interface Budget {
  readonly at: Date;
  /** Nobody else can take these. Each share has room for one request. */
  readonly own: Readonly<Record<RequestShare, number>>;
  /** What ran over because a share did not use it: for whoever asks. */
  readonly lent: number;
  readonly pausedUntil: Date | null;
}

export type Take =
  | { readonly taken: 'own' | 'lent'; readonly left: Budget }
  /** `waitMs`: when one can be had if nobody else takes it. */
  | { readonly taken: null; readonly why: 'spent' | 'paused'; readonly waitMs: number };

/**
 * Divides a key's requests among the shares; what cannot be divided goes to the bookings.
 * @throws RangeError when a share would have nothing, or there would be nothing to lend
 */
export function divided({ perMinute, burst }: BudgetSettings): BudgetLimits {
  const rates = perShare((share) => Math.floor((perMinute * guaranteed[share]) / parts));
  if (shares.some((share) => rates[share] < 1))
    throw new RangeError(`${perMinute} requests a minute are too few to share`);
  if (burst <= shares.length) throw new RangeError(`The burst must be above ${shares.length}, one for each share`);
  const undivided = perMinute - shares.reduce((sum, share) => sum + rates[share], 0);
  return {
    rates: { ...rates, bookings: rates.bookings + undivided },
    roomToLend: (burst - shares.length) * REQUEST,
  };
}

/** Of a key that nobody has used for a while. */
export function fullBudget(now: Date, { roomToLend }: BudgetLimits): Budget {
  return { at: now, own: perShare(() => REQUEST), lent: roomToLend, pausedUntil: null };
}

/**
 * Takes one request for a share: its own, else with what others did not use. In any stretch of time no more are taken than
 * its minutes bring, plus one burst; a share that asks no more often than its guarantee is never turned away.
 */
export function take(budget: Budget, share: RequestShare, now: Date, limits: BudgetLimits): Take {
  const { pausedUntil } = budget;
  if (pausedUntil && pausedUntil > now)
    return { taken: null, why: 'paused', waitMs: pausedUntil.getTime() - now.getTime() };

  const current = refilled(budget, now, limits);
  const fromOwn = Math.min(current.own[share], REQUEST);
  const fromLent = REQUEST - fromOwn;
  if (fromLent > current.lent) return { taken: null, why: 'spent', waitMs: waitFor(current, share, limits) };
  const own = { ...current.own, [share]: current.own[share] - fromOwn };
  return { taken: fromLent > 0 ? 'lent' : 'own', left: { ...current, own, lent: current.lent - fromLent } };
}

function refilled(budget: Budget, now: Date, { rates, roomToLend }: BudgetLimits): Budget {
  const elapsed = Math.max(0, now.getTime() - budget.at.getTime()); // a clock that was set back brings nothing
  const grown = perShare((share) => budget.own[share] + elapsed * rates[share]);
  const over = shares.reduce((sum, share) => sum + Math.max(0, grown[share] - REQUEST), 0);
  return {
    at: new Date(budget.at.getTime() + elapsed),
    own: perShare((share) => Math.min(grown[share], REQUEST)),
    lent: Math.min(budget.lent + over, roomToLend),
    pausedUntil: null,
  };
}

/** The first millisecond at which there is enough. Amounts only grow with time, so it can be searched by halves. */
function waitFor(budget: Budget, share: RequestShare, limits: BudgetLimits): number {
  const isEnoughAfter = (ms: number) => {
    const then = refilled(budget, new Date(budget.at.getTime() + ms), limits);
    return then.own[share] + then.lent >= REQUEST;
  };
  let [tooSoon, enough] = [0, Math.ceil((REQUEST - budget.own[share]) / limits.rates[share])];
  while (enough - tooSoon > 1) {
    const middle = Math.floor((tooSoon + enough) / 2);
    if (isEnoughAfter(middle)) enough = middle;
    else tooSoon = middle;
  }
  return enough;
}

function perShare(amount: (share: RequestShare) => number): Record<RequestShare, number> {
  return Object.fromEntries(shares.map((share) => [share, amount(share)])) as Record<RequestShare, number>;
}
