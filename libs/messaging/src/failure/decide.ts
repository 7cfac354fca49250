import { PermanentError, RetryableError } from './errors';

/** What is done with a message after its handler ended. */
export type Decision =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly rungMs: number; readonly code: string }
  | { readonly kind: 'dead'; readonly code: string };

/** How often the message has been retried, and what the ladder offers. */
export interface Retries {
  readonly retries: number;
  /** Milliseconds of each rung, rising. */
  readonly ladder: readonly number[];
}

/**
 * How a message ends. A handler's value is an outcome; what can never work is put aside at once; everything else, bugs
 * included, climbs the ladder and is put aside when that is used up.
 */
export function decide(error: unknown, { retries, ladder }: Retries): Decision {
  if (error === undefined) return { kind: 'ack' };
  const code = codeOf(error);
  if (error instanceof PermanentError) return { kind: 'dead', code };
  const rest = ladder.slice(retries);
  const [next] = rest;
  if (next === undefined) return { kind: 'dead', code };
  const wish = error instanceof RetryableError ? (error.retryAfterMs ?? 0) : 0;
  return { kind: 'retry', rungMs: rest.find((rung) => rung >= wish) ?? rest[rest.length - 1] ?? next, code };
}

/** A short, stable word for grouping. */
export function codeOf(error: unknown): string {
  if (error instanceof PermanentError || error instanceof RetryableError) return error.code;
  return error instanceof Error ? `unexpected_${error.name}` : 'unexpected';
}
