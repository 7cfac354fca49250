import { sinceWhen } from '../cells/cell';
import type { Appointment } from './appointment';

const cells = ['link', 'customer', 'service', 'staff', 'price'] as const;

/** Facts about a chain are numbered where they are judged; only a greater number is news. */
export function isNewer(told: Pick<Appointment, 'revision'>, stored: Pick<Appointment, 'revision'>): boolean {
  return told.revision > stored.revision;
}

/**
 * What the row becomes when a fact is told. Reference and call stay as they were first written: the code was given to a
 * person, and a call's link is taken away by people only. Old news changes nothing, except that it may tell that the
 * appointment was confirmed once.
 */
export function revised(stored: Appointment, told: Appointment): Appointment {
  const wasConfirmed = stored.wasConfirmed || told.wasConfirmed;
  if (!isNewer(told, stored)) return wasConfirmed === stored.wasConfirmed ? stored : { ...stored, wasConfirmed };
  const callId = stored.callId ?? told.callId;
  const next: Appointment = {
    ...told,
    reference: stored.reference,
    callId,
    linkCause: callId === null ? told.linkCause : null,
    source: callId === null ? told.source : 'phone',
    wasConfirmed,
  };
  return { ...next, ...Object.fromEntries(cells.map((cell) => causeSince(cell, stored, next))) };
}

/** A cell that was empty for the same reason before keeps the time since when. */
function causeSince(cell: (typeof cells)[number], stored: Appointment, next: Appointment): [string, Date | null] {
  const before = { cause: stored[`${cell}Cause`], since: stored[`${cell}CauseSince`] };
  return [`${cell}CauseSince`, sinceWhen(before, next[`${cell}Cause`], next[`${cell}CauseSince`] ?? next.bookedAt)];
}
