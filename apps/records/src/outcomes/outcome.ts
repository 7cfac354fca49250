import type { AppointmentState, BookingFailed, BookingUnresolved } from '@callbook/contracts';

/** What became of one round of a request: a row of `records.booking_outcomes`. */
export interface Outcome {
  readonly requestId: string;
  readonly company: string;
  readonly requestKey: string;
  /** Null when a booking tells it: that does not name its round. */
  readonly round: number | null;
  readonly callId: string | null;
  readonly functionCallIds: readonly string[];
  readonly outcome: 'recorded' | 'failed' | 'unresolved';
  readonly reason: string | null;
  readonly providerText: string | null;
  readonly appointmentId: string | null;
  /** Data of the event that answers the request; an appointment's follows the row. */
  readonly event: AppointmentState | BookingFailed | BookingUnresolved;
  readonly decidedAt: Date;
}

const rank: Readonly<Record<Outcome['outcome'], number>> = { unresolved: 0, failed: 1, recorded: 2 };

/**
 * What is known of a round after one more message about it; the same when nothing is new. A booking is evidence against
 * anything said before, a certain refusal ends a doubt, and of two that say the same the earlier one decided. Function calls
 * only add up: all of them are answered by the outcome.
 */
export function settled(known: Outcome, told: Outcome): Outcome {
  const functionCallIds = [...new Set([...known.functionCallIds, ...told.functionCallIds])].sort();
  const wins = isStronger(told, known);
  if (!wins && functionCallIds.length === known.functionCallIds.length) return known;
  const winner = wins ? told : known;
  return {
    ...winner,
    round: known.round ?? told.round,
    callId: known.callId ?? told.callId,
    functionCallIds,
    event: { ...winner.event, functionCallIds },
  };
}

function isStronger(told: Outcome, known: Outcome): boolean {
  if (told.outcome === known.outcome) return told.decidedAt < known.decidedAt;
  return rank[told.outcome] > rank[known.outcome];
}
