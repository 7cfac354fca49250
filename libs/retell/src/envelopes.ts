import { customerNumberOf } from './customer-number';
import { type JsonObject, objectOf, textOf } from './json-object';
import { callEvents, type CallWebhook, type FunctionCall, type InboundWebhook, type RetellCall } from './payloads';

/** A signed body is not what Retell documents: which field, and what was expected there. Never the value. */
export class BrokenEnvelope extends Error {
  override readonly name = 'BrokenEnvelope';

  constructor(
    readonly field: string,
    readonly expected: string,
  ) {
    super(`${field} must be ${expected}`);
  }
}

/** Longer ids are nobody's: they would not fit into a message's subject. */
const longestId = 200;

/** @throws BrokenEnvelope */
export function readFunctionCall(json: unknown): FunctionCall {
  const body = bodyOf(json);
  return {
    name: idOf(body, 'name'),
    call: callOf(body.call),
    args: objectOf(body.args) ?? broken('args', 'an object'),
  };
}

/**
 * An event of an agent. Retell adds events without notice, so of those that are not in `callEvents` nothing but the name
 * is required. The call may stand under `data`, as it did in old deliveries.
 * @throws BrokenEnvelope
 */
export function readCallWebhook(json: unknown): CallWebhook {
  const body = bodyOf(json);
  const event = idOf(body, 'event');
  if (callEvents.some((known) => known === event)) {
    const call = callOf(body.call ?? body.data);
    return { event, agentId: call.agent_id, call };
  }
  return { event, agentId: agentOf(body.call ?? body.data ?? body.chat), call: null };
}

/** @throws BrokenEnvelope */
export function readInboundWebhook(json: unknown): InboundWebhook {
  const body = bodyOf(json);
  const event = idOf(body, 'event');
  const call = objectOf(body.call_inbound);
  if (event === 'call_inbound' && !call) broken('call_inbound', 'an object');
  return {
    event,
    agentId: agentOf(call),
    customerNumber: call ? customerNumberOf({ from_number: call.from_number }) : null,
    toNumber: textOf(call?.to_number) ?? null,
  };
}

/**
 * The body of a function that sends its arguments at root (`args_at_root: true`).
 * @throws BrokenEnvelope
 */
export function readArguments(json: unknown): FunctionCall['args'] {
  return bodyOf(json);
}

function callOf(value: unknown): RetellCall {
  const call = objectOf(value) ?? broken('call', 'an object');
  return { ...call, call_id: idOf(call, 'call_id', 'call'), agent_id: idOf(call, 'agent_id', 'call') };
}

function agentOf(value: unknown): string | null {
  return textOf(objectOf(value)?.agent_id) ?? null;
}

function bodyOf(json: unknown): JsonObject {
  return objectOf(json) ?? broken('(body)', 'a JSON object');
}

function idOf(object: JsonObject, key: string, parent?: string): string {
  const text = textOf(object[key]);
  if (text !== undefined && text.length <= longestId) return text;
  return broken(parent ? `${parent}.${key}` : key, `text of 1 to ${longestId} characters`);
}

function broken(field: string, expected: string): never {
  throw new BrokenEnvelope(field, expected);
}
