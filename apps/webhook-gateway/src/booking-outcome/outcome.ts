import type { AppointmentRecorded, BookingFailed, BookingUnresolved, RequestOutcomeReply } from '@callbook/contracts';

/** One function call that waits for its answer. */
export interface Waiting {
  readonly company: string;
  readonly requestKey: string;
  readonly functionCallId: string;
}

/** How a request came out, as records or booking tell it. */
export type Outcome =
  | { readonly kind: 'recorded'; readonly appointment: AppointmentRecorded }
  | { readonly kind: 'failed'; readonly failure: BookingFailed }
  | { readonly kind: 'unresolved'; readonly unresolved: BookingUnresolved };

/** `no_answer_yet`: the broker has the request. `not_taken`: it did not confirm it, so nobody may be working on it. */
export type Verdict = Outcome | { readonly kind: 'no_answer_yet' | 'not_taken' };

/**
 * Whether this outcome is the answer to that function call. An appointment answers every repetition of its request, but
 * only while it lives and only once it is linked to a call: before that, "booked" is not true. A failure closes a round
 * and answers the function calls of that round alone, for a later one with the same meaning opens a new round.
 */
export function isAnswerTo(waiting: Waiting, outcome: Outcome): boolean {
  if (outcome.kind === 'recorded') {
    const { requestKey, callId, status } = outcome.appointment;
    return requestKey === waiting.requestKey && callId !== null && (status === 'confirmed' || status === 'pending');
  }
  const { requestKey, functionCallIds } = outcome.kind === 'failed' ? outcome.failure : outcome.unresolved;
  return requestKey === waiting.requestKey && functionCallIds.includes(waiting.functionCallId);
}

/** What a reply of records tells; undefined when nothing is known yet. */
export function outcomeOf({ outcome, appointment, failure, unresolved }: RequestOutcomeReply): Outcome | undefined {
  if (outcome === 'recorded' && appointment) return { kind: 'recorded', appointment };
  if (outcome === 'failed' && failure) return { kind: 'failed', failure };
  if (outcome === 'unresolved' && unresolved) return { kind: 'unresolved', unresolved };
  return undefined;
}
