import type { AppointmentRecorded, BookingFact, Event } from '@callbook/contracts';
import type { RecordsTransaction } from '../transaction/records';
import { type Outcome, settled } from './outcome';

/**
 * Keeps that a request ended in an appointment.
 * @param told.isNews whether the appointment has just changed
 * @returns what is to be published: nothing when neither the appointment nor who is to be answered is new
 */
export async function recordRecorded(
  tx: RecordsTransaction,
  { company, data: fact, time }: Event<BookingFact>,
  told: { readonly recorded: AppointmentRecorded; readonly callId: string | null; readonly isNews: boolean },
): Promise<AppointmentRecorded | null> {
  const { recorded, callId, isNews } = told;
  const { requestId, requestKey, functionCallIds } = fact;
  if (!requestId || !requestKey) return isNews ? recorded : null;
  const first: Outcome = {
    requestId,
    company,
    requestKey,
    round: null,
    callId,
    functionCallIds,
    outcome: 'recorded',
    reason: null,
    providerText: null,
    appointmentId: recorded.appointmentId,
    event: recorded,
    decidedAt: new Date(time),
  };
  const { row: known, isNew } = await tx.outcomes.open(first);
  const outcome = settled(known, first, isNews);
  if (outcome !== known) await tx.outcomes.save(outcome);
  return isNew || isNews || outcome !== known ? (outcome.event as AppointmentRecorded) : null;
}
