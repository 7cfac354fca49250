import {
  BookingAskedBack,
  BookingFailed,
  BookingRequestJoined,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
  type EventContext,
  requestId,
} from '@callbook/contracts';
import { isOpen } from './attempt';
import { operationOf, type Request } from './attempts';
import type { Decision } from './decision';

/**
 * What answers a function call at once, without anything being begun; undefined when a round that is still open will. One
 * function call, one id.
 */
export function decisionEvent(request: Request, decision: Decision, now: Date): Event<object> | undefined {
  const { id: functionCallId, company, data } = request;
  const { call, requestKey } = data;
  const envelope = (type: EventClass): EventContext => ({
    id: derivedId('event', type.type, functionCallId),
    company,
    time: now,
    correlationId: call.retellCallId,
    causationId: functionCallId,
  });
  switch (decision.kind) {
    case 'join':
    case 'withdraw': {
      if (isOpen(decision.attempt)) return undefined;
      const joined = { call, functionCallId, requestKey, requestId: decision.attempt.id };
      return createEvent(BookingRequestJoined, joined, envelope(BookingRequestJoined));
    }
    case 'ask_back': {
      const { service, start, attendee } = decision.about.request;
      const { question } = decision;
      const asked = { call, functionCallId, requestKey, question, service, start, attendee };
      return createEvent(BookingAskedBack, asked, envelope(BookingAskedBack));
    }
    case 'nothing_to_change': {
      const failed: BookingFailed = {
        operation: operationOf(request),
        call,
        requestId: requestId(requestKey, decision.round),
        requestKey,
        round: decision.round,
        functionCallIds: [functionCallId],
        service: null,
        start: data.start,
        attendee: { name: null, email: null, phone: null },
        providerText: null,
        reason: decision.reason,
        alternatives: [],
      };
      return createEvent(BookingFailed, failed, envelope(BookingFailed));
    }
    case 'open':
    case 'wait':
      return undefined;
  }
}
