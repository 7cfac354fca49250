import { isDeepStrictEqual } from 'node:util';
import type {
  AppointmentState,
  BookingAskedBack,
  BookingFailed,
  BookingUnresolved,
  Operation,
} from '@callbook/contracts';

/** `recorded`: booked. `changed`: moved or cancelled. `asked_back`: not taken up, the caller has to say first what is meant. */
export type OutcomeKind = 'recorded' | 'changed' | 'failed' | 'unresolved' | 'asked_back';

/** What became of one round of a request: a row of `records.booking_outcomes`. */
export interface Outcome {
  /** A question put back has no round: the id of the function call stands here. */
  readonly requestId: string;
  readonly company: string;
  readonly operation: Operation;
  readonly requestKey: string;
  /** Null when a booking tells it: that does not name its round. */
  readonly round: number | null;
  readonly callId: string | null;
  readonly functionCallIds: readonly string[];
  readonly outcome: OutcomeKind;
  readonly reason: string | null;
  readonly providerText: string | null;
  readonly appointmentId: string | null;
  /** Data of the event that answers the request; an appointment's follows the row. */
  readonly event: AppointmentState | BookingFailed | BookingUnresolved | BookingAskedBack;
  readonly decidedAt: Date;
}

const rank: Readonly<Record<OutcomeKind, number>> = {
  asked_back: 0,
  unresolved: 0,
  failed: 1,
  changed: 2,
  recorded: 2,
};

/**
 * What is known of a round after one more message about it; the same when nothing is new. A booking is evidence against
 * anything said before, a certain refusal ends a doubt, and of two that say the same the earlier one decided. Function calls
 * only add up: all of them are answered by the outcome.
 */
export function settled(known: Outcome, told: Outcome): Outcome {
  const wins = isStronger(told, known);
  const next = withFunctionCalls(wins ? told : known, [...known.functionCallIds, ...told.functionCallIds]);
  const round = known.round ?? told.round;
  const callId = known.callId ?? told.callId;
  const isSame = next === known && round === known.round && callId === known.callId;
  return isSame ? known : { ...next, round, callId };
}

/** The outcome as the answer to more function calls; the same when they are named already. */
export function withFunctionCalls(known: Outcome, more: readonly string[]): Outcome {
  const functionCallIds = [...new Set([...known.functionCallIds, ...more])].sort();
  if (isDeepStrictEqual(functionCallIds, known.functionCallIds)) return known;
  if (functionCallIds.length === known.functionCallIds.length) return { ...known, functionCallIds };
  return { ...known, functionCallIds, event: { ...known.event, functionCallIds } };
}

function isStronger(told: Outcome, known: Outcome): boolean {
  if (told.outcome === known.outcome) return told.decidedAt < known.decidedAt;
  return rank[told.outcome] > rank[known.outcome];
}
