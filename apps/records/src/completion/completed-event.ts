import type { Catalogue } from '@callbook/catalogue';
import { AppointmentCompleted, createEvent, derivedId, type Event } from '@callbook/contracts';
import { stateOf, type ToldAppointment } from '../appointments/appointment-state';

/** An appointment that has just been completed, and the call that booked it, if one did. */
export interface CompletedAppointment extends ToldAppointment {
  readonly rootUid: string;
  readonly requestId: string | null;
  readonly revision: number;
  /** The message that wrote the row last. */
  readonly recordedByMessage: string;
  readonly retellCallId: string | null;
}

/** Tells that an appointment is over. One for each state of its chain that the clock completed, however often it is made. */
export function completedEvent(
  appointment: CompletedAppointment,
  catalogue: Catalogue,
  now: Date,
): Event<AppointmentCompleted> {
  const { id, company, rootUid, requestId, revision, recordedByMessage, retellCallId } = appointment;
  // Answers nobody: whoever asked for it was told long ago.
  const state = stateOf(appointment, { requestId, requestKey: null, functionCallIds: [] }, catalogue);
  return createEvent(AppointmentCompleted, state, {
    id: derivedId('event', AppointmentCompleted.type, id, revision),
    company,
    time: now,
    correlationId: retellCallId ?? derivedId('chain', company, rootUid),
    causationId: recordedByMessage,
  });
}
