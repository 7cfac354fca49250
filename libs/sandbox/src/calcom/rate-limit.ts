import { isObject } from './input/issues';

export interface RateLimitSettings {
  /** Requests per window; default 120, what Cal.com gives an API key. */
  limit: number;
  /** Length of the window in milliseconds, counted from its first request; default 60 s. */
  windowMs: number;
  /** Once the limit is exceeded everything is refused for so long; default 60 s. */
  blockMs: number;
}

export const calcomRateLimit: RateLimitSettings = { limit: 120, windowMs: 60_000, blockMs: 60_000 };

interface Counter {
  hits: number;
  endsAt: number;
  blockedUntil: number;
}

/** Counts per credential over all routes and versions; without a credential per address. */
export class RateLimit {
  private readonly counters = new Map<string, Counter>();

  constructor(private current: RateLimitSettings = calcomRateLimit) {}

  get settings(): RateLimitSettings {
    return this.current;
  }

  /** Starts counting afresh. */
  configure(settings: RateLimitSettings): void {
    this.current = settings;
    this.reset();
  }

  hit(caller: string, now: number): { blocked: boolean; headers: Record<string, string> } {
    const counter = this.counterOf(caller, now);
    counter.hits += 1;
    if (counter.hits > this.settings.limit && counter.blockedUntil === 0) {
      counter.blockedUntil = now + this.settings.blockMs;
    }
    const blocked = counter.blockedUntil > now;
    const reset = (blocked ? counter.blockedUntil : counter.endsAt) - now;
    return {
      blocked,
      headers: {
        'x-ratelimit-limit-default': String(this.settings.limit),
        'x-ratelimit-remaining-default': String(blocked ? 0 : Math.max(0, this.settings.limit - counter.hits)),
        'x-ratelimit-reset-default': String(Math.ceil(reset / 1000)),
      },
    };
  }

  reset(): void {
    this.counters.clear();
  }

  private counterOf(caller: string, now: number): Counter {
    const known = this.counters.get(caller);
    const over = !known || (known.blockedUntil > 0 ? known.blockedUntil <= now : known.endsAt <= now);
    const counter = over ? { hits: 0, endsAt: now + this.settings.windowMs, blockedUntil: 0 } : known;
    this.counters.set(caller, counter);
    return counter;
  }
}

/** Settings as they come over HTTP; what is left out is as Cal.com has it. */
export function parseRateLimit(body: unknown): RateLimitSettings | { problem: string } {
  const problem = { problem: 'a rate limit is { limit?, windowMs?, blockMs? }, positive integers all' };
  if (!isObject(body)) return problem;
  const isWrong = ([name, value]: [string, unknown]) =>
    !Object.hasOwn(calcomRateLimit, name) || !Number.isInteger(value) || (value as number) < 1;
  return Object.entries(body).some(isWrong) ? problem : { ...calcomRateLimit, ...body };
}
