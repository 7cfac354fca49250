export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object with keys; undefined for lists (PHP-made JSON writes an empty object as `[]`) and the rest. */
export function objectOf(value: unknown): JsonObject | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value as text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
