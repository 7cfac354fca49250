import { type BookingRequested, requestId } from '@callbook/contracts';
import { type Attempt, type AttemptState, isOpen, noProgress } from './attempt';
import { type Move, operationOf, type Request } from './attempts';
import type { Decision } from './decision';
import { type Settlement, settledState, settledUid } from './settlement';
import { withMoreSaid } from './with-more-said';

/** What a step may write; what is not named stays as it is. */
export interface AttemptChange extends Partial<
  Pick<
    Attempt,
    | 'progress'
    | 'lastPostAt'
    | 'leaseUntil'
    | 'dueAt'
    | 'withdrawnAt'
    | 'answerBy'
    | 'saidAt'
    | 'providerText'
    | 'bookedUid'
    | 'settledAt'
    | 'reason'
    | 'endedAt'
  >
> {
  readonly state?: AttemptState;
  readonly request?: BookingRequested;
}

/** @param beginWithinMs how long whoever opened the round has before the clock goes on with it */
export function openedAttempt(
  request: Request,
  { round, request: data, replaces }: Extract<Decision, { kind: 'open' }>,
  now: Date,
  beginWithinMs: number,
): Attempt {
  return {
    id: requestId(data.requestKey, round),
    requestKey: data.requestKey,
    round,
    company: request.company,
    operation: operationOf(request),
    state: 'requested',
    version: 1,
    progress: { ...noProgress, replaces: replaces.map(({ id }) => id) },
    lastPostAt: null,
    leaseUntil: null,
    dueAt: new Date(now.getTime() + beginWithinMs),
    withdrawnAt: null,
    saidAt: new Date(request.time),
    answerBy: new Date(data.answerBy),
    providerText: null,
    bookedUid: null,
    settledAt: null,
    reason: null,
    endedAt: null,
    createdAt: now,
    request: data,
  } as Attempt;
}

/** Whether a function call that means the round changes it: one that has its outcome only keeps when it was wanted last. */
export function isJoinNews(attempt: Attempt, { time }: Request, wantedAgain: boolean): boolean {
  return isOpen(attempt) || wantedAgain || attempt.saidAt < new Date(time);
}

/** Another function call means the round. */
export function joined(attempt: Attempt, { data, time }: Request, wantedAgain: boolean): AttemptChange {
  const answerBy = new Date(Math.max(attempt.answerBy.getTime(), Date.parse(data.answerBy)));
  const saidAt = new Date(Math.max(attempt.saidAt.getTime(), Date.parse(time)));
  return { ...withMoreSaid(attempt, data), saidAt, answerBy, ...(wantedAgain && { withdrawnAt: null }) };
}

/** The caller does not want the round any more; undefined when that is known, or when its booking has ended anyway. */
export function withdrawn({ withdrawnAt, endedAt, leaseUntil }: Attempt, now: Date): AttemptChange | undefined {
  if (withdrawnAt || endedAt) return undefined;
  // Whoever holds an announced POST goes on with it; all others go on at once.
  return { withdrawnAt: now, dueAt: leaseUntil ?? now };
}

export function moved(attempt: Attempt, move: Move, now: Date): AttemptChange {
  const { posted, leaseUntil = null, ...change } = move;
  const lastPostAt = posted ? now : attempt.lastPostAt;
  return { ...change, leaseUntil, lastPostAt, settledAt: null, reason: null };
}

export function settled(attempt: Attempt, settlement: Settlement, dueAt: Date | null, now: Date): AttemptChange {
  return {
    state: settledState(settlement),
    leaseUntil: null,
    dueAt,
    settledAt: now,
    reason: 'reason' in settlement ? settlement.reason : null,
    bookedUid: settledUid(settlement) ?? attempt.bookedUid,
    providerText: 'providerText' in settlement ? settlement.providerText : attempt.providerText,
  };
}
