import type { Validity } from '../rows/catalogue-rows';

/** A value and the time in which it was true; milliseconds since 1970, `to` exclusive, infinite for what is true now. */
export interface Period<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

export function periodOf<T>({ valid_from, valid_to }: Validity, value: T): Period<T> {
  return { from: Date.parse(valid_from), to: valid_to === null ? Infinity : Date.parse(valid_to), value };
}

/**
 * What was true at a moment. The first known value also stands for the time before it: bookings can be older than our
 * first import, and what came before is not known. Undefined in a gap and after the end.
 * @param periods in order of time
 */
export function valueAt<T>(periods: readonly Period<T>[], at: number): T | undefined {
  const [first] = periods;
  if (first && at < first.from) return first.value;
  return periods.find(({ from, to }) => from <= at && at < to)?.value;
}

/** As `valueAt`, and the last value before in a gap or after the end. */
export function valueAtOrBefore<T>(periods: readonly Period<T>[], at: number): T | undefined {
  return valueAt(periods, at) ?? periods.findLast(({ to }) => to <= at)?.value;
}

/** Lists of equal key, each in order of time. */
export function histories<K, T>(entries: readonly (readonly [K, Period<T>])[]): ReadonlyMap<K, readonly Period<T>[]> {
  const grouped = new Map<K, Period<T>[]>();
  for (const [key, period] of entries) grouped.set(key, [...(grouped.get(key) ?? []), period]);
  for (const periods of grouped.values()) periods.sort((a, b) => a.from - b.from);
  return grouped;
}
