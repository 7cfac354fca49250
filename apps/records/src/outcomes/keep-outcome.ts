import type { AppointmentState, Operation } from '@callbook/contracts';
import type { RecordsTransaction } from '../transaction/records';
import { type Outcome, settled } from './outcome';

export interface KeptOutcome {
  readonly outcome: Outcome;
  /** True when the request, or one of its function calls, has not been answered in this way before. */
  readonly isAnswer: boolean;
}

/** Keeps one more word about a round of a request. */
export async function keepOutcome(tx: RecordsTransaction, told: Outcome): Promise<KeptOutcome> {
  const { row: known, isNew } = await tx.outcomes.open({ ...told, functionCallIds: [...told.functionCallIds].sort() });
  const outcome = settled(known, told);
  if (outcome !== known) await tx.outcomes.save(outcome);
  const joined = outcome.functionCallIds.length > known.functionCallIds.length;
  return { outcome, isAnswer: isNew || known.outcome !== outcome.outcome || joined };
}

/** Which request an appointment is the answer to. */
export interface AnsweredRequest {
  readonly company: string;
  readonly operation: Operation;
  readonly requestId: string;
  readonly requestKey: string;
  readonly round: number | null;
  /** Row id of the call that asked. */
  readonly callId: string | null;
  readonly functionCallIds: readonly string[];
  readonly decidedAt: Date;
}

/** An appointment as it stands, for whoever is to hear of it. */
export interface Answering {
  /** Names all function calls of the request. */
  readonly state: AppointmentState;
  readonly isAnswer: boolean;
}

/** Keeps that a request ended in an appointment: it was booked, moved or cancelled for it. */
export async function keepAppointment(
  tx: RecordsTransaction,
  request: AnsweredRequest,
  appointment: AppointmentState,
): Promise<Answering> {
  const { requestId, requestKey, operation } = request;
  const { outcome, isAnswer } = await keepOutcome(tx, {
    ...request,
    outcome: operation === 'book' ? 'recorded' : 'changed',
    reason: null,
    providerText: null,
    appointmentId: appointment.appointmentId,
    event: { ...appointment, requestId, requestKey, functionCallIds: [...request.functionCallIds].sort() },
  });
  const functionCallIds = [...outcome.functionCallIds];
  return { state: { ...appointment, requestId, requestKey, functionCallIds }, isAnswer };
}
