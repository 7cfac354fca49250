import { type CallScript, type WebhookRetries } from './call-script';
import { type CallWish } from './call-scripts';

/** A call script as it comes over HTTP; an empty body is a call in which nothing is asked. */
export function parseScript(body: unknown): CallScript | { problem: string } {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { problem: 'a call is an object' };
  const { functions = [] } = body as CallScript;
  const wellFormed =
    Array.isArray(functions) &&
    functions.every((one) => typeof one?.name === 'string' && typeof one.args === 'object' && one.args !== null);
  return wellFormed ? (body as CallScript) : { problem: 'functions must be a list of { name, args }' };
}

/** The wish a ready script is played for. */
export function parseWish(body: unknown): CallWish | { problem: string } {
  const wish = (body ?? {}) as Record<string, unknown>;
  const missing = ['service', 'start', 'name'].filter((field) => typeof wish[field] !== 'string');
  return missing.length > 0 ? { problem: `a wish needs ${missing.join(', ')}` } : (wish as unknown as CallWish);
}

export function parseRetries(body: unknown): WebhookRetries | { problem: string } {
  const { times, pauseMs } = (body ?? {}) as Record<string, unknown>;
  const isAmount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
  if (isAmount(times) && isAmount(pauseMs)) return { times, pauseMs };
  return { problem: 'webhook retries are { times, pauseMs }, integers of at least 0' };
}
