import { isDeepStrictEqual } from 'node:util';
import { argumentsOf } from './function-arguments';
import { type JsonObject, objectOf, textOf } from './json-object';
import type { FunctionCall } from './payloads';

/**
 * The id of this very invocation. It is no field of the request; the live transcript ends with the invocation, so it is
 * the last one of the same function with equal arguments. Null when the transcript does not show it: storage switched
 * off, or a function called before or after the conversation.
 */
export function toolCallIdOf({ name, call, args }: FunctionCall): string | null {
  const transcript = call.transcript_with_tool_calls;
  if (!Array.isArray(transcript)) return null;
  const invocation = transcript.map(objectOf).findLast((entry) => isInvocation(entry, name, args));
  return textOf(invocation?.tool_call_id) ?? null;
}

function isInvocation(entry: JsonObject | undefined, name: string, args: FunctionCall['args']): boolean {
  if (entry?.role !== 'tool_call_invocation' || entry.name !== name) return false;
  const told = objectOf(parsed(entry.arguments));
  return told !== undefined && isDeepStrictEqual(argumentsOf(told), argumentsOf(args));
}

function parsed(json: unknown): unknown {
  try {
    return typeof json === 'string' ? (JSON.parse(json) as unknown) : undefined;
  } catch {
    return undefined; // a model may have been cut off in the middle of its arguments
  }
}
