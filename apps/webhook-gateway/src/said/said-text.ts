const emptyWords = new Set([
  ...['none', 'null', 'undefined', 'nil', 'n/a', 'nan', '-', '?', 'unknown', 'not provided', 'not specified'],
  ...['keine', 'keiner', 'kein', 'nichts', 'unbekannt', 'nicht angegeben', 'keine angabe'],
]);

/**
 * What a language model put into an argument, as text; null when it amounts to nothing: models fill gaps with `"None"` or
 * leave the name of a variable that was never set (`{{caller_name}}`). A list with one text in it is that text.
 */
export function saidText(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 1 && !Array.isArray(value[0]) ? saidText(value[0]) : null;
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' || text.includes('{{') || emptyWords.has(text.toLowerCase()) ? null : text;
}

/** The text, cut; for what is only handed on. */
export function saidNote(value: unknown, longest: number): string | null {
  const text = saidText(value);
  return text === null ? null : [...text].slice(0, longest).join('');
}
