import { isDeepStrictEqual } from 'node:util';
import type { Appointment } from './appointment';

/** Facts about a chain are numbered where they are judged; only a greater number is news. */
export function isNewer(told: Pick<Appointment, 'revision'>, stored: Pick<Appointment, 'revision'>): boolean {
  return told.revision > stored.revision;
}

/**
 * What the row becomes when a fact is told; the same row when nothing is new. The greater revision says what the calendar
 * holds. The rest adds up from all facts, however old, so the row is the same whatever order they come in.
 */
export function revised(stored: Appointment, told: Appointment): Appointment {
  const next = withTimes([stored, told], {
    ...latestOf(stored, told),
    ...linkOf(stored, told),
    reference: stored.reference, // the code a person was given
    wasConfirmed: stored.wasConfirmed || told.wasConfirmed,
    bookedAt: earliest(stored.bookedAt, told.bookedAt),
    toldAt: earliest(stored.toldAt, told.toldAt),
  });
  return isDeepStrictEqual(next, stored) ? stored : next;
}

function latestOf(stored: Appointment, told: Appointment): Appointment {
  return isNewer(told, stored) ? told : stored;
}

/** The call of an appointment, and what follows from it: the caller is the customer. */
function linkOf(stored: Appointment, told: Appointment) {
  const { callId, callRevision, linkCause, source, branchId, customerId, customerCause } = linkedBy(stored, told);
  return { callId, callRevision, linkCause, source, branchId, customerId, customerCause };
}

/** Of the facts that name a call the first one counts; a link that a person made or took away stays. */
function linkedBy(stored: Appointment, told: Appointment): Appointment {
  const byPerson = stored.callId === null ? stored.linkCause === 'unlinked_by_operator' : stored.callRevision === null;
  if (byPerson) return stored;
  if (told.callRevision === stored.callRevision) return latestOf(stored, told);
  return (told.callRevision ?? Infinity) < (stored.callRevision ?? Infinity) ? told : stored;
}

const cells = ['link', 'customer', 'service', 'staff', 'price'] as const;

/** A cell is empty since the first time this cause was told for it. */
function withTimes(facts: readonly Appointment[], next: Appointment): Appointment {
  const since = cells.map((cell) => {
    const times = facts
      .filter((fact) => fact[`${cell}Cause`] === next[`${cell}Cause`])
      .map((fact) => fact[`${cell}CauseSince`])
      .filter((time) => time !== null);
    return [`${cell}CauseSince`, times.length > 0 ? earliest(...times) : null] as const;
  });
  return { ...next, ...Object.fromEntries(since) };
}

function earliest(...times: readonly Date[]): Date {
  return new Date(Math.min(...times.map((time) => time.getTime())));
}
