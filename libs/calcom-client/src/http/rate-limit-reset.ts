const SECOND = 1000;
/** Cal.com blocks a key for 60 s once its limit is exceeded; also what is assumed when the answer does not say. */
const USUAL_BLOCK_MS = 60 * SECOND;
/** Guard against a garbled header that would silence a key for years. */
const LONGEST_BLOCK_MS = 15 * 60 * SECOND;

/**
 * Milliseconds until the key is open again, from a 429: the latest of `X-RateLimit-Reset-<name of the limit>` and
 * `Retry-After` (which Cal.com does not send, but a proxy may).
 */
export function resetMsOf(headers: Readonly<Record<string, string>>, now: Date): number {
  const waits = Object.entries(headers).flatMap(([name, value]) => {
    if (/^x-ratelimit-reset(-|$)/.test(name)) return untilReset(value, now) ?? [];
    if (name === 'retry-after') return untilReset(value, now) ?? untilDate(value, now) ?? [];
    return [];
  });
  const longest = Math.max(0, ...waits);
  return longest > 0 ? Math.min(longest, LONGEST_BLOCK_MS) : USUAL_BLOCK_MS;
}

/** Cal.com's code sends seconds remaining, some of its documentation says Unix time: a value above 10^9 is the latter. */
function untilReset(value: string, now: Date): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(value.trim())) return undefined;
  const seconds = Number(value);
  return seconds > 1e9 ? seconds * SECOND - now.getTime() : seconds * SECOND;
}

function untilDate(value: string, now: Date): number | undefined {
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date - now.getTime();
}
