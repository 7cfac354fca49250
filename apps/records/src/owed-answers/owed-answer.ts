import type { AnswerStatus, AppointmentState, Operation, OwedOutcome } from '@callbook/contracts';
import { hasEnded } from '../appointments/appointment';
import type { Outcome } from '../outcomes/outcome';

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
  readonly requestId: string;
  readonly operation: Operation;
  readonly outcome: OwedOutcome;
  readonly reason: string | null;
  readonly appointmentId: string | null;
  /** Since when the caller was left with "not confirmed yet". */
  readonly saidAt: Date;
  /** Since when there has been something to tell. */
  readonly owedSince: Date;
}

/** Answers that tell an outcome. */
const telling: readonly AnswerStatus[] = ['booked', 'already_booked', 'requested', 'refused', 'moved', 'cancelled'];

/**
 * What the caller of one call is owed, from all answers and all outcomes of that call: one for each request whose outcome is
 * known, and whose last word was "not confirmed yet", was lost on the way to the agent, or was the opposite of what turned
 * out. Only the latest round of a request counts. A later word about the same appointment, or about a round that is not
 * decided yet, takes the place of an earlier one. All of it is made new from the facts at hand, so the order in which they
 * arrived is all one.
 */
export function owedAnswers(said: readonly Said[], outcomes: readonly Outcome[]): OwedAnswer[] {
  const decided = [...outcomes].sort(byDecision);
  const words = said
    .filter(({ status }) => status === 'pending' || telling.includes(status))
    .sort(byTime)
    .map((word): Word => ({ ...word, about: aboutWhich(word, decided) }));
  return decided.flatMap((outcome) => owedFor(outcome, words, decided) ?? []);
}

interface Word extends Said {
  /** The round it was, or would have been, about; undefined when none is known. */
  readonly about: Outcome | undefined;
}

/**
 * A function call belongs to the round that names it; one that none names yet, to the booking of its key, while that lives:
 * it answers every repetition, unless another round has refused it.
 */
function aboutWhich({ functionCallId, requestKey, status }: Said, decided: readonly Outcome[]): Outcome | undefined {
  const naming = decided.findLast(({ functionCallIds }) => functionCallIds.includes(functionCallId));
  if (naming || status === 'refused') return naming;
  return decided.findLast((known) => known.requestKey === requestKey && isLivingBooking(known));
}

function isLivingBooking({ outcome, event }: Outcome): boolean {
  return outcome === 'recorded' && !hasEnded(event as AppointmentState);
}

function owedFor(outcome: Outcome, words: readonly Word[], decided: readonly Outcome[]): OwedAnswer | null {
  const { requestId, operation, requestKey, reason, appointmentId, decidedAt } = outcome;
  const place = decided.indexOf(outcome);
  const isOfEarlierRound = decided.slice(place + 1).some((later) => later.requestKey === requestKey);
  // The later wish that took its place has an answer of its own.
  if (isOfEarlierRound || reason === 'superseded') return null;

  const saidAt = openSince(
    words.flatMap((word): [Word, isOpen: boolean][] => {
      if (word.about === outcome) return isAwaited(word) ? [[word, isOpen(word)]] : [];
      if (!word.about) return word.requestKey === requestKey ? [[word, false]] : [];
      if (word.about.requestKey === requestKey) return wasLeftOpen(word, words) ? [[word, true]] : [];
      const isLaterChange = word.about.appointmentId === appointmentId && decided.indexOf(word.about) > place;
      return appointmentId !== null && isLaterChange ? [[word, false]] : [];
    }),
  );
  if (!saidAt) return null;
  const owedSince = saidAt > decidedAt ? saidAt : decidedAt;
  return { requestId, operation, outcome: tellable(outcome), reason, appointmentId, saidAt, owedSince };
}

/** Time of the first of the open words at the end; undefined when the last word is not open. */
function openSince(words: readonly (readonly [Word, isOpen: boolean])[]): Date | undefined {
  return words[words.findLastIndex(([, isOpen]) => !isOpen) + 1]?.[0].answeredAt;
}

/** Who takes a wish back waits for no word about it, but for one about the taking back. */
function isAwaited({ about, functionName }: Word): boolean {
  return about?.reason !== 'withdrawn' || functionName !== 'book_appointment';
}

/** The caller knows nothing by it, or the opposite of what turned out. */
function isOpen({ status, delivered, about }: Word): boolean {
  if (status === 'pending' || !delivered || about?.outcome === 'unresolved') return true;
  if (status === 'refused') return about?.outcome === 'recorded';
  return (about?.outcome === 'failed' && about.reason !== 'withdrawn') || about?.outcome === 'asked_back';
}

/** Nothing was told of its round after it. */
function wasLeftOpen(word: Word, words: readonly Word[]): boolean {
  return words.slice(words.indexOf(word)).every((later) => later.about !== word.about || isOpen(later));
}

/** Of a request that was asked back nothing was booked, and nothing will be. */
function tellable({ outcome }: Outcome): OwedOutcome {
  return outcome === 'asked_back' ? 'failed' : outcome;
}

function byTime(a: Said, b: Said): number {
  return a.answeredAt.getTime() - b.answeredAt.getTime() || order(a.messageId, b.messageId);
}

function byDecision(a: Outcome, b: Outcome): number {
  return a.decidedAt.getTime() - b.decidedAt.getTime() || order(a.requestId, b.requestId);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
