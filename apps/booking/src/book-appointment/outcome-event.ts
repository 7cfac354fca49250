import {
  BookingAwaitingConfirmation,
  BookingCreated,
  type BookingFact,
  BookingFailed,
  BookingUnresolved,
  createEvent,
  derivedId,
  type Event,
} from '@callbook/contracts';
import type { BookingAttempt, Settlement } from './booking-attempt';

export interface OutcomeContext {
  readonly functionCallIds: string[];
  /** Needed when something was booked. */
  readonly revision: number;
  readonly now: Date;
}

/** The event that tells everybody how a round ended. One settlement, one id, however often it is made. */
export function outcomeEvent(attempt: BookingAttempt, settlement: Settlement, context: OutcomeContext): Event<object> {
  const { functionCallIds, revision, now } = context;
  const common = {
    company: attempt.company,
    time: now,
    correlationId: attempt.request.call.retellCallId,
    ...(functionCallIds[0] && { causationId: functionCallIds[0] }),
  };
  const idOf = (type: string) => derivedId('event', type, attempt.id);

  if (settlement.kind === 'booked') {
    const fact: BookingFact = { ...settlement.reading.fact, functionCallIds, revision };
    const type = fact.status === 'pending' ? BookingAwaitingConfirmation : BookingCreated;
    return createEvent<BookingFact>(type, fact, { ...common, id: idOf(type.type) });
  }

  const { request } = attempt;
  const unbooked = {
    call: request.call,
    requestId: attempt.id,
    requestKey: attempt.requestKey,
    round: attempt.round,
    functionCallIds,
    service: request.service,
    start: request.start,
    attendee: request.attendee,
    providerText: settlement.providerText,
  };
  if (settlement.kind === 'refused') {
    const failed: BookingFailed = { ...unbooked, reason: settlement.reason, alternatives: [] };
    return createEvent(BookingFailed, failed, { ...common, id: idOf(BookingFailed.type) });
  }
  const unresolved: BookingUnresolved = { ...unbooked, reason: settlement.reason };
  return createEvent(BookingUnresolved, unresolved, { ...common, id: idOf(BookingUnresolved.type) });
}
