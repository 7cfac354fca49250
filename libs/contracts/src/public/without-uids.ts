/**
 * The value with every occurrence of these texts, in any string at any depth, replaced: a uid also stands in the address of a
 * video call, or in what a person noted. Keys stay.
 */
export function withoutUids<T>(value: T, uids: readonly string[], replacement: string): T {
  if (typeof value === 'string')
    return uids.reduce<string>((text, uid) => text.replaceAll(uid, replacement), value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutUids(item, uids, replacement)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    withoutUids<unknown>(item, uids, replacement),
  ]);
  return Object.fromEntries(entries) as T;
}
