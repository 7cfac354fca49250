import { isDeepStrictEqual } from 'node:util';
import { type ActMark, isLaterAct, markOf } from '../acts/act';
import type { Appointment } from '../appointments/appointment';

/** What a person decided about the link of an appointment. */
export interface LinkDecision extends ActMark {
  /** Row id of the call it belongs to; null: to none. */
  readonly callId: string | null;
}

/** The decision that counts; null as long as facts decide. */
export function linkDecisionOf(appointment: Appointment): LinkDecision | null {
  const mark = markOf(appointment.linkDecidedAt, appointment.linkDecidedBy);
  return mark && { ...mark, callId: appointment.callId };
}

/** The calls an appointment has to do with: the one it belongs to, and the one that facts name where a person decided. */
export function callsOf({ callId, toldCallId }: Appointment): string[] {
  return [...new Set([callId, toldCallId])].filter((id) => id !== null).sort();
}

/** The appointment as if nobody had decided about its link: as facts and claims have it. */
export function withoutDecision(appointment: Appointment): Appointment {
  if (!appointment.linkDecidedAt) return appointment;
  const { toldCallId: callId } = appointment;
  return {
    ...appointment,
    callId,
    toldCallId: null,
    linkDecidedAt: null,
    linkDecidedBy: null,
    linkCause: callId === null ? 'not_by_phone' : null,
    linkCauseSince: null, // the decision has taken its place, and comes back with its own
  };
}

/** The appointment with what a person decided about its link; the same when an act as late is known already. */
export function withLink(appointment: Appointment, decision: LinkDecision): Appointment {
  return isLaterAct(decision, linkDecisionOf(appointment))
    ? decided(withoutDecision(appointment), decision)
    : appointment;
}

/**
 * Lets facts and claims go on behind a decision: what they say is kept, and the link stays as decided.
 * @param change of the appointment as facts and claims have it
 */
export function behindDecision(appointment: Appointment, change: (told: Appointment) => Appointment): Appointment {
  const decision = linkDecisionOf(appointment);
  if (!decision) return change(appointment);
  const next = decided(change(withoutDecision(appointment)), decision);
  return isDeepStrictEqual(next, appointment) ? appointment : next;
}

/** @param told without decision */
function decided(told: Appointment, { callId, at, eventId }: LinkDecision): Appointment {
  return {
    ...told,
    callId,
    toldCallId: told.callId,
    linkDecidedAt: at,
    linkDecidedBy: eventId,
    linkCause: callId === null ? 'unlinked_by_operator' : null,
    linkCauseSince: callId === null ? at : null,
  };
}
