import {
  BookingAbsenceMarked,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingReassigned,
  BookingRejected,
  BookingRescheduled,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import type { ChainFact } from './chain-fact';

/**
 * The event that tells what is new about a chain; undefined when nothing is that subscribers are told. One look at the calendar
 * makes one event at most, named after what weighs most; each carries the chain's whole state.
 * @param before what was published last, undefined when nothing was
 */
export function chainEventClass(now: ChainFact, before: ChainFact | undefined): EventClass<BookingFact> | undefined {
  if (now.status === 'cancelled') return BookingCancelled;
  if (now.status === 'rejected') return BookingRejected;
  if (before && hasMoved(now, before)) return BookingRescheduled;
  if (before?.status !== now.status) return now.status === 'pending' ? BookingAwaitingConfirmation : BookingCreated;
  if (before.host?.id !== now.host?.id) return BookingReassigned;
  return isSameAbsence(now, before) ? undefined : BookingAbsenceMarked;
}

function isSameAbsence({ absence: now }: ChainFact, { absence: before }: ChainFact): boolean {
  return Boolean(now?.host) === Boolean(before?.host) && Boolean(now?.attendee) === Boolean(before?.attendee);
}

function hasMoved(now: ChainFact, before: ChainFact): boolean {
  return now.calcomUid !== before.calcomUid || now.start !== before.start || now.end !== before.end;
}

export interface ChainEventContext {
  readonly company: string;
  readonly revision: number;
  readonly functionCallIds: readonly string[];
  readonly now: Date;
  readonly causationId?: string;
}

/** One number, one event: whoever makes it again makes the same id. */
export function chainEvent(
  type: EventClass<BookingFact>,
  fact: ChainFact,
  { company, revision, functionCallIds, now, causationId }: ChainEventContext,
): Event<BookingFact> {
  const data: BookingFact = { ...fact, changedBy: null, revision, functionCallIds: [...functionCallIds] };
  return createEvent(type, data, {
    id: derivedId('event', type.type, company, fact.rootUid, revision),
    company,
    time: now,
    // One phone call from end to end; without one, everything that ever happens to the chain belongs together.
    correlationId: fact.call?.retellCallId ?? derivedId('chain', company, fact.rootUid),
    ...(causationId && { causationId }),
  });
}
