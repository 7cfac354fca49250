export type Json = Record<string, unknown>;

/** The parsed text, or undefined when it is not JSON. Texts in it can be stored: PostgreSQL takes no NUL, and no half of a character. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
    );
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
