import { isObject, parseJson } from './json';

/**
 * Cal.com's words in an error body, whole; undefined when the body is none of its three:
 * 1. `{status, timestamp, path, error: {code, message, details}}` — HTTP exceptions,
 * 2. the same without `details` — schema, database and tRPC errors,
 * 3. `{statusCode, message}` — whatever the booking engine throws.
 */
export function providerTextIn(body: string): string | undefined {
  const parsed = parseJson(body);
  if (!isObject(parsed)) return undefined;
  if (isObject(parsed.error) && 'message' in parsed.error)
    return [asText(parsed.error.message), ...complaintsIn(parsed.error.details)].join('; ');
  if (typeof parsed.statusCode === 'number' && 'message' in parsed) return asText(parsed.message);
  return undefined;
}

function asText(message: unknown): string {
  if (typeof message === 'string') return message;
  return Array.isArray(message) ? message.map(asText).join('; ') : JSON.stringify(message);
}

/** With validation errors the message is only "Bad Request Exception"; the complaints stand in `details.errors`. */
function complaintsIn(details: unknown): string[] {
  const errors = isObject(details) && Array.isArray(details.errors) ? details.errors : [];
  return errors
    .filter(isObject)
    .flatMap(({ constraints, children }) => [
      ...Object.values(constraints ?? {}).map(asText),
      ...complaintsIn({ errors: children }),
    ]);
}
