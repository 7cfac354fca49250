import { type CallScript } from './call-script';

/** A call script as it comes over HTTP; an empty body is a call in which nothing is asked. */
export function parseScript(body: unknown): CallScript | { problem: string } {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { problem: 'a call is an object' };
  const { functions = [] } = body as CallScript;
  const wellFormed =
    Array.isArray(functions) &&
    functions.every((one) => typeof one?.name === 'string' && typeof one.args === 'object' && one.args !== null);
  return wellFormed ? (body as CallScript) : { problem: 'functions must be a list of { name, args }' };
}
