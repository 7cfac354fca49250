import { type CalcomAnswer } from './calcom-answer';
import { resetMsOf } from './rate-limit-reset';

/** What an answer says about the requests the key has left. All who use the key share them, other programs included. */
export interface RateLimitReading {
  /** Requests Cal.com takes in its window; null when it does not say. */
  readonly limit: number | null;
  /** Requests left in the window; 0 when the key is blocked. */
  readonly remaining: number;
  /** Milliseconds from the answer until the count begins again. */
  readonly resetMs: number;
}

/**
 * Cal.com sends `X-RateLimit-Limit-<name>`, `-Remaining-<name>` and `-Reset-<name>`; of several limits the one with the
 * fewest requests left counts. Undefined when there are no such headers, unless the answer is a 429.
 */
export function rateLimitReading({ status, headers, answeredAt }: CalcomAnswer): RateLimitReading | undefined {
  const resetMs = (of: Readonly<Record<string, string>>) => resetMsOf(of, answeredAt);
  const readings = Object.entries(headers).flatMap(([header, value]) => {
    const [, name] = /^x-ratelimit-remaining((?:-.+)?)$/.exec(header) ?? [];
    const remaining = countOrNull(value);
    if (name === undefined || remaining === null) return [];
    const reset = headers[`x-ratelimit-reset${name}`];
    return {
      limit: countOrNull(headers[`x-ratelimit-limit${name}`]),
      remaining,
      resetMs: resetMs(reset === undefined ? {} : { 'x-ratelimit-reset': reset }),
    };
  });
  const [least] = readings.toSorted((a, b) => a.remaining - b.remaining);
  if (status === 429) return { limit: least?.limit ?? null, remaining: 0, resetMs: resetMs(headers) };
  return least;
}

function countOrNull(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
