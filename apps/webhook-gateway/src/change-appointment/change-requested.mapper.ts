import {
  BookingCancelRequested,
  BookingRescheduleRequested,
  changeKey,
  type ChangeRequest,
  createEvent,
  type Event,
  type FoundAppointment,
} from '@callbook/contracts';
import type { IdentifiedCall } from '../retell/identified-call';

/** What is to be done with an appointment. */
export interface Change {
  readonly operation: 'reschedule' | 'cancel';
  /** Null for a wish of this call that is not recorded yet. */
  readonly appointment: FoundAppointment | null;
  /** The wanted start of a move; of a cancellation, the start of what is cancelled. */
  readonly start: Date;
  readonly reason: string | null;
}

/** The event that asks for a change. Its id is the function call's, so that a repetition is seen as one. */
export function changeRequested(
  { operation, appointment, start, reason }: Change,
  { company, call, functionCallId }: IdentifiedCall,
  { now, answerBy }: { now: Date; answerBy: Date },
): Event<ChangeRequest> {
  const { retellCallId } = call;
  const calcomUid = appointment?.calcomUid ?? null;
  const data: ChangeRequest = {
    requestKey: changeKey({ company: company.slug, retellCallId, operation, calcomUid, start }),
    call,
    target: appointment && {
      rootUid: appointment.rootUid,
      calcomUid: appointment.calcomUid,
      start: appointment.startsAt,
      service: appointment.service,
    },
    reason,
    timeZone: appointment?.timeZone ?? company.timeZone,
    language: company.language,
    answerBy: answerBy.toISOString(),
    start: start.toISOString(),
  };
  const type = operation === 'cancel' ? BookingCancelRequested : BookingRescheduleRequested;
  return createEvent(type, data, {
    id: functionCallId,
    company: company.slug,
    time: now,
    correlationId: retellCallId,
  });
}
