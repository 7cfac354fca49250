/**
 * The same value with U+FFFD (the replacement character) for what no text column and no JSON column of PostgreSQL takes: the
 * character NUL, and half a surrogate pair. Nobody says either; they come from broken software, and a call must not be lost
 * for one. Everything else stays as it is. The value itself is returned when there is nothing to replace.
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return storableText(value) as T;
  if (Array.isArray(value)) {
    const items = value as unknown[];
    const changed = items.map(storable);
    return changed.some((item, index) => item !== items[index]) ? (changed as T) : value;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const changed = entries.map(([key, item]): [string, unknown] => [storableText(key), storable<unknown>(item)]);
  const isSame = changed.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1]);
  return isSame ? value : (Object.fromEntries(changed) as T);
}

function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\ufffd') : wellFormed;
}
