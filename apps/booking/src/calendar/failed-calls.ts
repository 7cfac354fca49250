import {
  CalcomError,
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
  CalcomUnavailable,
  CalcomUnclear,
  type UnclearReason,
} from '@callbook/calcom-client';
import type { RefusalReason } from '@callbook/contracts';
import { CalendarUnavailable, type NotTaken, type Unclear } from './calendar';
import type { Refusal } from './refusal-reasons';

/** What a call that should have booked or changed something came to, when it failed. */
export type Failure =
  { readonly kind: 'refused'; readonly reason: RefusalReason; readonly providerText: string } | NotTaken | Unclear;

/**
 * Whatever is not known to have done nothing may have done it.
 * @throws the error itself when it is a bug of ours
 */
export function failureOf(error: unknown, reasonOf: (refusal: Refusal) => RefusalReason): Failure {
  if (error instanceof CalcomRefused) {
    const { status, providerText } = error;
    return { kind: 'refused', reason: reasonOf({ status, message: providerText }), providerText };
  }
  const notTaken = whyNotTaken(error);
  if (notTaken) return notTaken;
  if (!(error instanceof CalcomError)) throw error;
  const isServerError = error instanceof CalcomUnclear && error.reason === 'server_error';
  return { kind: 'unclear', providerText: error.providerText ?? error.message, isServerError };
}

/** A look changes nothing, so whatever an outage explains can simply be asked again. The rest goes through as it is. */
export function sayUnavailable(error: unknown): never {
  const away = whyNotTaken(error);
  if (away) throw new CalendarUnavailable(away.code, away.message, { cause: error, retryAfterMs: away.retryAfterMs });
  if (error instanceof CalcomUnclear && !unreadable.has(error.reason))
    throw new CalendarUnavailable(`calcom_${error.reason}`, error.message, { cause: error });
  throw error;
}

/** Answers that will not be readable later either. */
const unreadable: ReadonlySet<UnclearReason> = new Set<UnclearReason>(['unexpected_shape', 'too_many_pages']);

function whyNotTaken(error: unknown): NotTaken | undefined {
  if (error instanceof CalcomRateLimited)
    return { kind: 'not_taken', code: 'calcom_rate_limited', message: error.message, retryAfterMs: error.resetMs };
  if (error instanceof CalcomUnauthorized)
    return { kind: 'not_taken', code: 'calcom_unauthorized', message: error.message };
  if (error instanceof CalcomUnavailable)
    return { kind: 'not_taken', code: `calcom_${error.reason}`, message: error.message };
  return undefined;
}
