import {
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
  CalcomUnclear,
  type CalcomError,
} from '../calcom-errors';
import { type CalcomAnswer, evidenceOf } from './calcom-answer';
import { resetMsOf } from './rate-limit-reset';

/** Statuses with which Cal.com says that it did not do what was asked. */
const refusals = [400, 403, 404, 422];

/** A booking refused because its event type wants the host's own credential: ours is in order all the same. */
const needsHostCredential = /^checkBookingRequiresAuthentication\b/;

/**
 * What an answer outside 2xx means; undefined for a success. Told by the status first and the text second, never by the
 * body's `code`, which is a class name of Cal.com's code.
 *
 * | status | | why |
 * |---|---|---|
 * | 400 403 404 422 in one of Cal.com's error bodies | refused | its documented refusals; all come before it writes |
 * | the same with another body | unclear | somebody in front answered: not Cal.com's word |
 * | 401 | unauthorized, or refused if the event type is what needs it | nothing is done without a credential |
 * | 409 | unclear | two bookings raced for one slot; the other may be an earlier one of ours |
 * | 429 | rate limited | the limiter runs before everything else |
 * | 5xx | unclear | a failure after the booking was written ends as a plain 500; a gateway may give up waiting |
 * | everything else, redirects too | unclear | undocumented, so it proves nothing |
 */
export function failureIn(answer: CalcomAnswer): CalcomError | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;

  const evidence = evidenceOf(answer);
  const { providerText } = evidence;
  if (status === 429) return new CalcomRateLimited(evidence, resetMsOf(answer.headers, answer.answeredAt));
  if (status === 401 && !needsHostCredential.test(providerText ?? '')) return new CalcomUnauthorized(evidence);
  if (status === 401 || refusals.includes(status)) {
    if (providerText === null) return new CalcomUnclear('foreign_body', evidence);
    return new CalcomRefused({ ...evidence, providerText });
  }
  if (status === 409) return new CalcomUnclear('conflict', evidence);
  return new CalcomUnclear(status >= 500 ? 'server_error' : 'unexpected_status', evidence);
}
