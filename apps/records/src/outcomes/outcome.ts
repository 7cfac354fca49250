import type { AppointmentRecorded, BookingFailed, BookingUnresolved } from '@callbook/contracts';

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
  /** Data of the event that answers the request. */
  readonly event: AppointmentRecorded | BookingFailed | BookingUnresolved;
  readonly decidedAt: Date;
}

const rank: Readonly<Record<Outcome['outcome'], number>> = { unresolved: 0, failed: 1, recorded: 2 };

/**
 * What is known of a round after one more message about it. A booking is evidence against anything said before, a certain
 * refusal ends a doubt. Function calls only add up: all of them are answered by the outcome.
 * @param isNews whether the message tells a state not known before; else it only adds function calls
 */
export function settled(known: Outcome, told: Outcome, isNews: boolean): Outcome {
  const wins = rank[told.outcome] > rank[known.outcome] || (told.outcome === known.outcome && isNews);
  const functionCallIds = [...new Set([...known.functionCallIds, ...told.functionCallIds])].sort();
  if (!wins && functionCallIds.length === known.functionCallIds.length) return known;
  const winner = wins ? told : known;
  return {
    ...winner,
    round: known.round ?? told.round,
    functionCallIds,
    event: { ...winner.event, functionCallIds },
  };
}
