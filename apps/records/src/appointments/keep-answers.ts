import type { Catalogue } from '@callbook/catalogue';
import type { BookingFact, Event } from '@callbook/contracts';
import type { Call } from '../calls/call';
import { type Answering, keepAppointment } from '../outcomes/keep-outcome';
import type { RecordsTransaction } from '../transaction/records';
import type { Appointment } from './appointment';
import { stateOf } from './appointment-state';

/** An appointment as the answer to the request that booked it, and to the one that changed it. */
export interface Answers {
  readonly booked: Answering;
  /** Null when no call asked for the change. */
  readonly changed: Answering | null;
}

/**
 * Keeps which requests an appointment answers, and that all of them are answered with what it is now. The function calls a
 * fact names are those of the change, if a call asked for one, and otherwise those of the booking.
 */
export async function keepAnswers(
  tx: RecordsTransaction,
  { company, data: fact, time }: Event<BookingFact>,
  told: {
    readonly appointment: Appointment;
    readonly hasChanged: boolean;
    readonly asking: Call | null;
    readonly changing: Call | null;
    readonly catalogue: Catalogue;
  },
): Promise<Answers> {
  const { requestId = null, requestKey = null } = fact;
  const changedBy = fact.changedBy ?? null;
  const functionCallIds = changedBy ? [] : fact.functionCallIds;
  const state = stateOf(told.appointment, { requestId, requestKey, functionCallIds }, told.catalogue);
  if (told.hasChanged) await tx.outcomes.follow(state);

  const answered = { company, round: null, decidedAt: new Date(time) };
  const callId = told.asking?.id ?? null;
  const booked =
    requestId !== null && requestKey !== null
      ? { ...answered, operation: 'book' as const, requestId, requestKey, callId, functionCallIds }
      : null;
  const changed = changedBy && {
    ...answered,
    operation: changedBy.operation,
    requestId: changedBy.requestId,
    requestKey: changedBy.requestKey,
    callId: told.changing?.id ?? null,
    functionCallIds: fact.functionCallIds,
  };
  return {
    booked: booked ? await keepAppointment(tx, booked, state) : { state, isAnswer: false },
    changed: changed && (await keepAppointment(tx, changed, state)),
  };
}
