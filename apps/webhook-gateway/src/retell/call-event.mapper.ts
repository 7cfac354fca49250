import {
  CallAnalyzed,
  CallEnded,
  CallStarted,
  createEvent,
  derivedId,
  digestOf,
  type Event,
  type EventContext,
} from '@callbook/contracts';
import type { RetellCall } from '@callbook/retell';
import { callAnalysis, callEnd } from './call-end.mapper';
import { callIdentity } from './call-identity.mapper';

/**
 * The event to publish for a webhook; undefined for those that are only acknowledged. The id is derived from call and
 * event, for Retell repeats its webhooks and numbers none of them. An analysis may be run again, so there its content counts.
 */
export function callEvent(
  event: string,
  call: RetellCall,
  { company, now }: { company: string; now: Date },
): Event<object> | undefined {
  const identity = callIdentity(call);
  const context = (...digest: string[]): EventContext => ({
    id: derivedId('call-event', company, call.call_id, event, ...digest),
    company,
    time: now,
    correlationId: call.call_id,
  });
  switch (event) {
    case 'call_started':
      return createEvent(CallStarted, { call: identity }, context());
    case 'call_ended':
      return createEvent(CallEnded, { call: identity, end: callEnd(call) }, context());
    case 'call_analyzed': {
      const analysis = callAnalysis(call);
      const data = { call: identity, end: callEnd(call), analysis, observedAt: now.toISOString() };
      return createEvent(CallAnalyzed, data, context(digestOf(analysis)));
    }
    default:
      return undefined;
  }
}
