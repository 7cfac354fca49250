import { type AnswerStatus, derivedId, type Operation, type OwedOutcome } from '@callbook/contracts';
import type { Outcome } from '../outcomes/outcome';
import { inOrderOfDecision, isOpen, type Word, wordsAmong } from './words';

/** An answer the agent was given to a request. */
export interface Said {
  readonly messageId: string;
  readonly functionCallId: string;
  readonly functionName: string;
  readonly requestKey: string;
  readonly status: AnswerStatus;
  /** False: the agent did not get it, so the caller did not hear it. */
  readonly delivered: boolean;
  readonly answeredAt: Date;
}

/** What somebody has to tell the caller, for one request of a call. */
export interface OwedAnswer {
  /** Follows from the request id; without one, it is that of the function call. */
  readonly id: string;
  /** Null when nothing was ever heard of the request. */
  readonly requestId: string | null;
  readonly operation: Operation;
  readonly outcome: OwedOutcome;
  readonly reason: string | null;
  readonly appointmentId: string | null;
  /** Since when the caller was left with "not confirmed yet"; without any answer, since the decision. */
  readonly saidAt: Date;
  /** Since when there has been something to tell. */
  readonly owedSince: Date;
}

/**
 * What the caller of one call is owed whatever the time, from all answers and all outcomes of that call: one for each request
 * whose outcome is known, and whose last word was "not confirmed yet", was lost on the way to the agent, or was the opposite
 * of what turned out. Only the latest round of a request counts. A later word about the same appointment, or about a round
 * that is not decided yet, takes the place of an earlier one. All of it is made new from the facts at hand, so the order in
 * which they arrived is all one.
 */
export function owedAnswers(said: readonly Said[], outcomes: readonly Outcome[]): OwedAnswer[] {
  const decided = inOrderOfDecision(outcomes);
  const words = wordsAmong(said, decided);
  return decided.flatMap((outcome) => {
    const saidAt = openSince(heardOf(outcome, words, decided));
    if (!saidAt || !isLatest(outcome, decided)) return [];
    return owedFor(outcome, { saidAt, owedSince: saidAt > outcome.decidedAt ? saidAt : outcome.decidedAt });
  });
}

export function owedFor(outcome: Outcome, since: Pick<OwedAnswer, 'saidAt' | 'owedSince'>): OwedAnswer {
  const { requestId, operation, reason, appointmentId } = outcome;
  const id = derivedId('owed-answer', requestId);
  return { id, requestId, operation, outcome: tellable(outcome), reason, appointmentId, ...since };
}

/** No later round of the request is decided. A later wish that took its place has an answer of its own. */
export function isLatest(outcome: Outcome, decided: readonly Outcome[]): boolean {
  const later = decided.slice(decided.indexOf(outcome) + 1);
  return outcome.reason !== 'superseded' && !later.some(({ requestKey }) => requestKey === outcome.requestKey);
}

/** The words that matter for an outcome, each with whether it leaves the caller without that outcome. */
export function heardOf(
  outcome: Outcome,
  words: readonly Word[],
  decided: readonly Outcome[],
): (readonly [Word, isOpen: boolean])[] {
  const { requestKey, appointmentId } = outcome;
  const place = decided.indexOf(outcome);
  return words.flatMap((word): [Word, isOpen: boolean][] => {
    if (word.about === outcome) return isAwaited(word) ? [[word, isOpen(word)]] : [];
    if (!word.about) return word.requestKey === requestKey ? [[word, false]] : [];
    if (word.about.requestKey === requestKey) return wasLeftOpen(word, words) ? [[word, true]] : [];
    const isLaterChange = word.about.appointmentId === appointmentId && decided.indexOf(word.about) > place;
    return appointmentId !== null && isLaterChange ? [[word, false]] : [];
  });
}

/** Time of the first of the open words at the end; undefined when the last word is not open. */
function openSince(words: readonly (readonly [Word, isOpen: boolean])[]): Date | undefined {
  return words[words.findLastIndex(([, open]) => !open) + 1]?.[0].answeredAt;
}

/** Who takes a wish back waits for no word about it, but for one about the taking back. */
function isAwaited({ about, functionName }: Word): boolean {
  return about?.reason !== 'withdrawn' || functionName !== 'book_appointment';
}

/** Nothing was told of its round after it. */
function wasLeftOpen(word: Word, words: readonly Word[]): boolean {
  return words.slice(words.indexOf(word)).every((later) => later.about !== word.about || isOpen(later));
}

/** Of a request that was asked back nothing was booked, and nothing will be. */
function tellable({ outcome }: Outcome): OwedOutcome {
  return outcome === 'asked_back' ? 'failed' : outcome;
}
