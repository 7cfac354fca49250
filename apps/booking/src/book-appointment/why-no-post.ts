import type { RefusalReason } from '@callbook/contracts';
import type { BookingAttempt, Part } from '../attempts/attempt';
import type { BookingSettings } from './booking-settings';

/**
 * Why no POST may be sent any more; undefined when one may. Nobody is left to tell some minutes after the agent last
 * waited, and a call ends before that: the end of the call needs no rule of its own.
 */
export function whyNoPost(
  { withdrawnAt, answerBy }: Pick<BookingAttempt, 'withdrawnAt' | 'answerBy'>,
  { start }: Pick<Part, 'start'>,
  now: Date,
  { postWindowMs }: Pick<BookingSettings, 'postWindowMs'>,
): RefusalReason | undefined {
  if (withdrawnAt) return 'withdrawn';
  if (Date.parse(start) <= now.getTime()) return 'in_past';
  if (now.getTime() > answerBy.getTime() + postWindowMs) return 'too_late';
  return undefined;
}
