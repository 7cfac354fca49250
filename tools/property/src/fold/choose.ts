type Key = readonly (string | number)[];

/** The one whose key is smallest, part by part; undefined of none. */
export function least<T>(all: readonly T[], key: (one: T) => Key): T | undefined {
  return all.reduce<T | undefined>(
    (best, one) => (best !== undefined && !isBefore(key(one), key(best)) ? best : one),
    undefined,
  );
}

export function greatest<T>(all: readonly T[], key: (one: T) => Key): T | undefined {
  return all.reduce<T | undefined>(
    (best, one) => (best !== undefined && !isBefore(key(best), key(one)) ? best : one),
    undefined,
  );
}

export function sorted<T>(all: readonly T[], key: (one: T) => Key): T[] {
  return [...all].sort((a, b) => (isBefore(key(a), key(b)) ? -1 : Number(isBefore(key(b), key(a)))));
}

/** The earliest of ISO times; null of none. */
export function earliest(times: readonly string[]): string | null {
  return least(times, (time) => [Date.parse(time)]) ?? null;
}

export function grouped<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

/** As a timestamp column gives it back. */
export function iso(time: string | null | undefined): string | null {
  return time == null ? null : new Date(time).toISOString();
}

function isBefore(a: Key, b: Key): boolean {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place >= 0 && (a[place] as string | number) < (b[place] as string | number);
}
