import { safeFields } from './log-fields';
import { messageClass, safeError } from './safe-error';
import { scrub } from './scrub';

/** What a program hands to a logger: an object, an error or a text, then a text and values to put into it. */
export type LogArguments = readonly unknown[];

/**
 * The same line as far as it may be written: allowed fields, an error without foreign text, a scrubbed message. Values
 * for `%s` and the like are left out; a message brings its own.
 */
export function safeLine([first, second]: LogArguments): [fields: Record<string, unknown>, message: string] {
  if (typeof first === 'string') return [{}, scrub(first)];
  const fields = first instanceof Error ? { err: first } : typeof first === 'object' ? first : {};
  const { err, error = err, msg, ...others } = { ...fields } as Record<string, unknown>;
  const said = [second, msg].find((one) => typeof one === 'string');
  const message = said === undefined && error instanceof Error ? messageClass(error) : scrub(said ?? '');
  return [{ ...safeFields(others), ...(error !== undefined && { error: safeError(error) }) }, message];
}

/** A written line without what its logger was bound to before, as far as that is not allowed. */
export function withoutUnsafeBindings(line: string): string {
  const { level, time, msg, error, ...others } = JSON.parse(line) as Record<string, unknown>;
  return `${JSON.stringify({ level, time, ...safeFields(others), msg, error })}\n`;
}
