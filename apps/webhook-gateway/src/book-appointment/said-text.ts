const emptyWords = new Set(['none', 'null', 'undefined', 'nil', 'n/a', 'nan']);

/**
 * What a language model put into an argument, as text; null when it amounts to nothing: models fill gaps with `"None"` or
 * leave the name of a variable that was never set (`{{caller_name}}`).
 */
export function saidText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' || text.includes('{{') || emptyWords.has(text.toLowerCase()) ? null : text;
}
