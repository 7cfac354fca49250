import type { CallIdentity } from '@callbook/contracts';
import { customerNumberOf, isoOfEpochMs, type RetellCall, textOf } from '@callbook/retell';

/** Who is on the line, from the signed call object and nothing else: never from a model's arguments. */
export function callIdentity(call: RetellCall): CallIdentity {
  return {
    retellCallId: call.call_id,
    agentId: call.agent_id,
    agentVersion: Number.isInteger(call.agent_version) ? (call.agent_version as number) : null,
    callType: callTypeOf(call),
    direction: call.direction === 'inbound' || call.direction === 'outbound' ? call.direction : null,
    fromNumber: textOf(call.from_number) ?? null,
    toNumber: textOf(call.to_number) ?? null,
    customerNumber: customerNumberOf(call),
    startedAt: isoOfEpochMs(call.start_timestamp),
  };
}

/** Web calls have no numbers at all. */
function callTypeOf(call: RetellCall): CallIdentity['callType'] {
  if (call.call_type === 'phone_call' || call.call_type === 'web_call') return call.call_type;
  return textOf(call.to_number) || textOf(call.from_number) ? 'phone_call' : 'web_call';
}
