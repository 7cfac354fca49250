import {
  BookingAlreadyBooked,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingFailed,
  BookingRescheduled,
  BookingUnresolved,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
  type EventContext,
  type UnbookedRequest,
} from '@callbook/contracts';
import type { Attempt } from './attempt';
import type { Settlement } from './settlement';

export interface OutcomeContext {
  readonly functionCallIds: readonly string[];
  /** Of the chain, when the outcome is a state of one. */
  readonly revision: number;
  readonly now: Date;
}

type Told = Extract<Settlement, { kind: 'booked' | 'changed' }>;

/** The event that tells everybody how a round ended. One settlement, one id, however often it is made. */
export function outcomeEvent(attempt: Attempt, settlement: Settlement, context: OutcomeContext): Event<object> {
  const envelope = (type: EventClass): EventContext => ({
    id: derivedId('event', type.type, attempt.id),
    company: attempt.company,
    time: context.now,
    correlationId: attempt.request.call.retellCallId,
    ...(context.functionCallIds[0] && { causationId: context.functionCallIds[0] }),
  });
  const tell = <T extends object>(type: EventClass<T>, data: T) => createEvent(type, data, envelope(type));
  const unbooked = unbookedRequest(attempt, settlement, context.functionCallIds);

  switch (settlement.kind) {
    case 'booked':
    case 'changed':
      return tell<BookingFact>(chainEventOf(attempt, settlement), bookingFact(attempt, settlement, context));
    case 'already_booked':
      return tell<BookingAlreadyBooked>(BookingAlreadyBooked, { ...unbooked, calcomUid: settlement.calcomUid });
    case 'refused': {
      const { reason, alternatives } = settlement;
      return tell<BookingFailed>(BookingFailed, { ...unbooked, reason, alternatives: [...alternatives] });
    }
    case 'unresolved':
      return tell<BookingUnresolved>(BookingUnresolved, { ...unbooked, reason: settlement.reason });
  }
}

function chainEventOf({ operation }: Attempt, { reading }: Told): EventClass<BookingFact> {
  if (operation === 'cancel') return BookingCancelled;
  if (operation === 'reschedule') return BookingRescheduled;
  return reading.fact.status === 'pending' ? BookingAwaitingConfirmation : BookingCreated;
}

function bookingFact(attempt: Attempt, { kind, reading }: Told, context: OutcomeContext): BookingFact {
  const { functionCallIds, revision } = context;
  const { id: requestId, requestKey, operation } = attempt;
  const changedBy =
    kind === 'changed' && operation !== 'book'
      ? { operation, requestId, requestKey, call: attempt.request.call }
      : null;
  return { ...reading.fact, changedBy, functionCallIds: [...functionCallIds], revision };
}

function unbookedRequest(
  attempt: Attempt,
  settlement: Settlement,
  functionCallIds: readonly string[],
): UnbookedRequest {
  const { operation, request } = attempt;
  return {
    operation,
    call: request.call,
    requestId: attempt.id,
    requestKey: attempt.requestKey,
    round: attempt.round,
    functionCallIds: [...functionCallIds],
    service: attempt.operation === 'book' ? attempt.request.service : (attempt.request.target?.service ?? null),
    start: request.start,
    attendee: attempt.operation === 'book' ? attempt.request.attendee : { name: null, email: null, phone: null },
    providerText: 'providerText' in settlement ? settlement.providerText : attempt.providerText,
  };
}
