import type {
  AppointmentState,
  BookingAskedBack,
  BookingFailed,
  BookingUnresolved,
  Operation,
  RequestOutcomeReply,
} from '@callbook/contracts';

/** One function call that waits for its answer. */
export interface Waiting {
  readonly company: string;
  readonly operation: Operation;
  readonly requestKey: string;
  readonly functionCallId: string;
}

/** How a request came out, as records or booking tell it. */
export type Outcome =
  | { readonly kind: 'recorded'; readonly appointment: AppointmentState }
  | { readonly kind: 'changed'; readonly appointment: AppointmentState }
  | { readonly kind: 'failed'; readonly failure: BookingFailed }
  | { readonly kind: 'unresolved'; readonly unresolved: BookingUnresolved }
  | { readonly kind: 'asked_back'; readonly question: BookingAskedBack };

/** `no_answer_yet`: the broker has the request. `not_taken`: it did not confirm it, so nobody may be working on it. */
export type Verdict = Outcome | { readonly kind: 'no_answer_yet' | 'not_taken' };

/** The function calls an outcome names. */
export function functionCallsOf(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'recorded':
    case 'changed':
      return outcome.appointment.functionCallIds;
    case 'failed':
      return outcome.failure.functionCallIds;
    case 'unresolved':
      return outcome.unresolved.functionCallIds;
    case 'asked_back':
      return [outcome.question.functionCallId];
  }
}

/**
 * Whether this outcome is the answer to that function call: it must name it. What a repetition means is decided by booking
 * alone, which joins it to a round or does not: an appointment of the same request may be about to be cancelled. An
 * appointment answers only while it lives and once it is linked to a call: before that, "booked" is not true.
 */
export function isAnswerTo(waiting: Waiting, outcome: Outcome): boolean {
  const isNamed = functionCallsOf(outcome).includes(waiting.functionCallId);
  switch (outcome.kind) {
    case 'recorded': {
      const { callId, status } = outcome.appointment;
      return isNamed && waiting.operation === 'book' && callId !== null && isAlive(status);
    }
    case 'changed': {
      const alive = isAlive(outcome.appointment.status);
      return isNamed && (waiting.operation === 'reschedule' || (waiting.operation === 'cancel' && !alive));
    }
    default:
      return isNamed;
  }
}

export function isAlive(status: AppointmentState['status']): boolean {
  return status === 'confirmed' || status === 'pending';
}

/** What a reply of records tells; undefined when nothing is known yet. */
export function outcomeOf(reply: RequestOutcomeReply): Outcome | undefined {
  const { outcome, appointment, failure, unresolved, question } = reply;
  if ((outcome === 'recorded' || outcome === 'changed') && appointment) return { kind: outcome, appointment };
  if (outcome === 'failed' && failure) return { kind: 'failed', failure };
  if (outcome === 'unresolved' && unresolved) return { kind: 'unresolved', unresolved };
  if (outcome === 'asked_back' && question) return { kind: 'asked_back', question };
  return undefined;
}
