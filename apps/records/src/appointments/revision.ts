import { sinceWhen } from '../cells/cell';
import type { Appointment } from './appointment';

const cells = ['link', 'customer', 'service', 'staff', 'price'] as const;

/** Facts about a chain are numbered where they are judged; only a greater number is news. */
export function isNewer(told: Pick<Appointment, 'revision'>, stored: Pick<Appointment, 'revision'>): boolean {
  return told.revision > stored.revision;
}

/**
 * What the row becomes when a fact is told; the same row when nothing is new. Some things last, however old the fact that
 * tells them: the code a person was given, the call, which only people take away, and that it was confirmed once.
 */
export function revised(stored: Appointment, told: Appointment): Appointment {
  const lasting = {
    reference: stored.reference,
    callId: stored.callId ?? told.callId,
    wasConfirmed: stored.wasConfirmed || told.wasConfirmed,
  };
  const adds = lasting.callId !== stored.callId || lasting.wasConfirmed !== stored.wasConfirmed;
  if (!isNewer(told, stored)) return adds ? linkedOrNot({ ...stored, ...lasting }) : stored;
  const next = linkedOrNot({ ...told, ...lasting });
  return { ...next, ...Object.fromEntries(cells.map((cell) => causeSince(cell, stored, next))) };
}

function linkedOrNot(appointment: Appointment): Appointment {
  if (appointment.callId === null) return appointment;
  return { ...appointment, linkCause: null, linkCauseSince: null, source: 'phone' };
}

/** A cell that was empty for the same reason before keeps the time since when. */
function causeSince(cell: (typeof cells)[number], stored: Appointment, next: Appointment): [string, Date | null] {
  const before = { cause: stored[`${cell}Cause`], since: stored[`${cell}CauseSince`] };
  return [`${cell}CauseSince`, sinceWhen(before, next[`${cell}Cause`], next[`${cell}CauseSince`])];
}
