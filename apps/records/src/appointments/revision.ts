import { isDeepStrictEqual } from 'node:util';
import { behindDecision } from '../links/link-decision';
import type { Appointment } from './appointment';
import { withTimes } from './causes-told';

/** Facts about a chain are numbered where they are judged; only a greater number is news. */
export function isNewer(told: Pick<Appointment, 'revision'>, stored: Pick<Appointment, 'revision'>): boolean {
  return told.revision > stored.revision;
}

/**
 * What the row becomes when a fact is told; the same row when nothing is new. The greater revision says what the calendar
 * holds. The rest adds up from all facts, however old, so the row is the same whatever order they come in. A link that a
 * person made or took away stays.
 */
export function revised(stored: Appointment, told: Appointment): Appointment {
  return behindDecision(stored, (known) => revisedByFact(known, told));
}

function revisedByFact(stored: Appointment, told: Appointment): Appointment {
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
  if (!isNewer(told, stored)) return stored;
  return isStillOver(stored, told) ? { ...told, status: stored.status } : told;
}

/**
 * Completed by the clock, and nothing told since changes that: a newer fact confirms it, and its end had passed then. Any
 * other newer fact wins: cancelled late, nobody came, moved to a time to come. So it does not matter which of clock and
 * fact comes first: a confirmed appointment whose end has passed will be completed.
 */
function isStillOver(stored: Appointment, told: Appointment): boolean {
  return stored.status === 'completed' && told.status === 'confirmed' && told.endsAt <= stored.endsAt;
}

/** The call of an appointment, and what follows from it: the caller is the customer. */
function linkOf(stored: Appointment, told: Appointment) {
  const facts = linkedBy(stored, told);
  const { source, branchId, customerId, mergedCustomerId, customerCause } = facts;
  const { callId, callRevision, callClaimedAt, linkCause } =
    facts.callId === null && stored.callClaimedAt ? stored : facts;
  const customer = { customerId, mergedCustomerId, customerCause };
  return { callId, callRevision, callClaimedAt, linkCause, source, branchId, ...customer };
}

/** Of the facts that name a call the first one counts. */
function linkedBy(stored: Appointment, told: Appointment): Appointment {
  if (told.callRevision === stored.callRevision) return latestOf(stored, told);
  return (told.callRevision ?? Infinity) < (stored.callRevision ?? Infinity) ? told : stored;
}

/**
 * The appointment as that of a call which asked for it when it was there already, if no fact names the call that booked it;
 * the same otherwise. Of several calls the one that asked first has it. What a person decided about the link stays.
 */
export function claimed(stored: Appointment, callId: string, at: Date): Appointment {
  return behindDecision(stored, (known) => claimedByCall(known, callId, at));
}

function claimedByCall(stored: Appointment, callId: string, at: Date): Appointment {
  const isFree = stored.callId === null && stored.linkCause === 'not_by_phone';
  const isEarlier = stored.callClaimedAt !== null && isBefore([at, callId], [stored.callClaimedAt, stored.callId]);
  if (!isFree && !isEarlier) return stored;
  return { ...stored, callId, callClaimedAt: at, linkCause: null, linkCauseSince: null };
}

function isBefore([at, id]: readonly [Date, string], [knownAt, knownId]: readonly [Date, string | null]): boolean {
  return at.getTime() === knownAt.getTime() ? id < (knownId ?? '') : at < knownAt;
}

function earliest(...times: readonly Date[]): Date {
  return new Date(Math.min(...times.map((time) => time.getTime())));
}
