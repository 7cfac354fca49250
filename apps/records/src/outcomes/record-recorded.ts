import type { AppointmentState, BookingFact, Event } from '@callbook/contracts';
import type { RecordsTransaction } from '../transaction/records';
import { type Outcome, settled } from './outcome';

/** An appointment as it stands, for whoever is to hear of it. */
export interface Answering {
  /** Names all function calls of the request. */
  readonly state: AppointmentState;
  /** True when the request, or one of its function calls, has not been answered with this appointment before. */
  readonly isAnswer: boolean;
}

/**
 * Keeps that a request ended in an appointment, and that every request that did is answered with what it is now.
 * @param told.hasChanged whether the appointment's row has just been written
 */
export async function recordRecorded(
  tx: RecordsTransaction,
  { company, data: fact, time }: Event<BookingFact>,
  told: { readonly state: AppointmentState; readonly callId: string | null; readonly hasChanged: boolean },
): Promise<Answering> {
  const { state, callId, hasChanged } = told;
  if (hasChanged) await tx.outcomes.follow(state);
  const { requestId, requestKey, functionCallIds } = fact;
  if (!requestId || !requestKey) return { state, isAnswer: false };
  const first: Outcome = {
    requestId,
    company,
    requestKey,
    round: null,
    callId,
    functionCallIds: [...functionCallIds].sort(),
    outcome: 'recorded',
    reason: null,
    providerText: null,
    appointmentId: state.appointmentId,
    event: state,
    decidedAt: new Date(time),
  };
  const { row: known, isNew } = await tx.outcomes.open(first);
  const outcome = settled(known, first);
  if (outcome !== known) await tx.outcomes.save(outcome);
  const joined = outcome.functionCallIds.length > known.functionCallIds.length;
  return {
    state: { ...state, functionCallIds: [...outcome.functionCallIds] },
    isAnswer: isNew || known.outcome !== 'recorded' || joined,
  };
}
