import type { Cause } from './causes';

/** A value, or the reason why there is none: never neither. */
export type Cell<T> = { readonly value: T; readonly cause: null } | { readonly value: null; readonly cause: Cause };

export function filled<T>(value: T): Cell<T> {
  return { value, cause: null };
}

export function empty(cause: Cause): Cell<never> {
  return { value: null, cause };
}

/** What stands beside a cell in a row. */
export interface CauseOf {
  readonly cause: Cause | null;
  readonly since: Date | null;
}

/** Since when a cell is empty: a cause that stays keeps its time, a new one begins `now`. */
export function sinceWhen(before: CauseOf, cause: Cause | null, now: Date | null): Date | null {
  if (cause === null) return null;
  return cause === before.cause ? before.since : now;
}
