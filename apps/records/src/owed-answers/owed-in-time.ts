import type { Operation } from '@callbook/contracts';
import type { Outcome } from '../outcomes/outcome';
import { heardOf, isLatest, owedAnswers, type OwedAnswer, owedFor, type Said } from './owed-answer';
import { inOrderOfDecision, isOpen, type Word, wordsAmong } from './words';

/** How long what is missing may still come. Milliseconds. */
export abstract class Patience {
  /** From the decision until an outcome that no answer told is owed. */
  abstract readonly unansweredMs: number;
  /** From "not confirmed yet" until that is owed as something nobody can tell. */
  abstract readonly noOutcomeMs: number;
}

/**
 * Ten minutes: the call is over by then, or the agent has asked again, and an answer had all that time to be heard of, three
 * retries included; and a booking that nobody knows of does not stand much longer than it must. Half an hour: booking tries,
 * and looks, for longer than that only when it cannot tell.
 */
export const usualPatience: Patience = { unansweredMs: 600_000, noOutcomeMs: 1_800_000 };

export interface OwedInTime {
  readonly owed: readonly OwedAnswer[];
  /** When more is owed although nothing is heard; null when time alone changes nothing any more. */
  readonly dueAt: Date | null;
}

/**
 * What the caller of one call is owed by now: what follows from answers and outcomes alone, and what follows from their not
 * being there for so long. It only ever grows with time: what is owed at one moment is owed at all later ones, until more
 * is heard.
 */
export function owedInTime(
  said: readonly Said[],
  outcomes: readonly Outcome[],
  { now, patience }: { readonly now: Date; readonly patience: Patience },
): OwedInTime {
  const decided = inOrderOfDecision(outcomes);
  const words = wordsAmong(said, decided);
  const late = [...unanswered(said, words, decided, patience), ...withoutOutcome(words, patience)];
  const due = late.filter(({ owedSince }) => owedSince <= now);
  const later = late.filter(({ owedSince }) => owedSince > now).map(({ owedSince }) => owedSince.getTime());
  return {
    owed: [...owedAnswers(said, outcomes), ...due],
    dueAt: later.length > 0 ? new Date(Math.min(...later)) : null,
  };
}

/**
 * Outcomes of which nobody told anything: whoever was to answer died over it. The latest change of an appointment says how
 * it stands, so an earlier one need not be told.
 */
function unanswered(
  said: readonly Said[],
  words: readonly Word[],
  decided: readonly Outcome[],
  { unansweredMs }: Patience,
): OwedAnswer[] {
  const latest = decided.filter((outcome) => isLatest(outcome, decided));
  return latest
    .filter((outcome, place) => {
      const { appointmentId } = outcome;
      const isChangedLater =
        appointmentId !== null && latest.slice(place + 1).some((later) => later.appointmentId === appointmentId);
      return isWaitedFor(outcome, said) && !isChangedLater && heardOf(outcome, words, decided).length === 0;
    })
    .map((outcome) => {
      const { decidedAt } = outcome;
      return owedFor(outcome, { saidAt: decidedAt, owedSince: after(decidedAt, unansweredMs) });
    });
}

/**
 * A wish that was taken back is not. A question is, when no answer at all is known: it was not heard, and the caller may have been
 * told that the wish is taken by somebody who died before saying so.
 */
function isWaitedFor({ outcome, reason, functionCallIds }: Outcome, said: readonly Said[]): boolean {
  if (outcome !== 'asked_back') return reason !== 'withdrawn';
  return !said.some(({ functionCallId }) => functionCallIds.includes(functionCallId));
}

/** One for each request whose last word was "not confirmed yet", and of which nothing was ever heard. */
function withoutOutcome(words: readonly Word[], { noOutcomeMs }: Patience): OwedAnswer[] {
  const keys = new Set(words.map(({ requestKey }) => requestKey));
  return [...keys].flatMap((key): OwedAnswer | [] => {
    const heard = words
      .filter(({ requestKey }) => requestKey === key)
      .filter((word) => (word.status === 'pending' ? !word.about : !isOpen(word)));
    const first = heard[heard.findLastIndex(({ status }) => status !== 'pending') + 1];
    if (!first) return [];
    const { functionCallId: id, functionName, answeredAt: saidAt } = first;
    const unknown = { requestId: null, outcome: 'unresolved', reason: 'no_outcome', appointmentId: null } as const;
    return { ...unknown, id, operation: operationOf(functionName), saidAt, owedSince: after(saidAt, noOutcomeMs) };
  });
}

function operationOf(functionName: string): Operation {
  if (functionName === 'reschedule_appointment') return 'reschedule';
  return functionName === 'cancel_appointment' ? 'cancel' : 'book';
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}
