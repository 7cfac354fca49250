import type { AnswerStatus, AppointmentState } from '@callbook/contracts';
import { hasEnded } from '../appointments/appointment';
import type { Outcome } from '../outcomes/outcome';
import type { Said } from './owed-answer';

/** An answer that tells an outcome, or that there is none yet. A question tells nothing of either. */
export interface Word extends Said {
  /** The round it was, or would have been, about; undefined when none is known. */
  readonly about: Outcome | undefined;
}

const telling: readonly AnswerStatus[] = ['booked', 'already_booked', 'requested', 'refused', 'moved', 'cancelled'];

/** In the order in which they were said, whatever order they are given in. @param decided in the order of decision */
export function wordsAmong(said: readonly Said[], decided: readonly Outcome[]): Word[] {
  return said
    .filter(({ status }) => status === 'pending' || telling.includes(status))
    .sort(byTime)
    .map((word) => ({ ...word, about: aboutWhich(word, decided) }));
}

export function inOrderOfDecision(outcomes: readonly Outcome[]): Outcome[] {
  return [...outcomes].sort(byDecision);
}

/** The caller knows nothing by it, or the opposite of what turned out. */
export function isOpen({ status, delivered, about }: Word): boolean {
  if (status === 'pending' || !delivered || about?.outcome === 'unresolved') return true;
  if (status === 'refused') return about?.outcome === 'recorded' || about?.outcome === 'changed';
  return (about?.outcome === 'failed' && about.reason !== 'withdrawn') || about?.outcome === 'asked_back';
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

function byTime(a: Said, b: Said): number {
  return a.answeredAt.getTime() - b.answeredAt.getTime() || order(a.messageId, b.messageId);
}

function byDecision(a: Outcome, b: Outcome): number {
  return a.decidedAt.getTime() - b.decidedAt.getTime() || order(a.requestId, b.requestId);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
