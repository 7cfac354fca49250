import { isDeepStrictEqual } from 'node:util';

/** What has to be written so that the stored rows are those in memory. */
export interface RowChanges<T> {
  readonly made: readonly T[];
  readonly changed: readonly T[];
  readonly removed: readonly string[];
}

/** A row as it was and as it is now; undefined where there is none. */
export interface TouchedRow<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly now: T | undefined;
}

/** Rows of one table by key, as a transaction has them in memory: loaded, made, changed, removed. */
export class Rows<T extends object> {
  private readonly loaded = new Map<string, T>();
  private readonly rows = new Map<string, T>();
  private before = new Map<string, { readonly row: T | undefined; readonly wasLoaded: boolean }>();

  constructor(private readonly keyOf: (row: T) => string) {}

  /** Takes in what is stored. A row that is here already stays as it is: it may have been changed since. */
  load(stored: readonly T[]): void {
    for (const row of stored) {
      const key = this.keyOf(row);
      if (this.loaded.has(key)) continue;
      this.loaded.set(key, row);
      if (!this.rows.has(key)) this.rows.set(key, row);
    }
  }

  find(key: string): T | undefined {
    return this.rows.get(key);
  }

  /** @throws Error when there is none */
  get(key: string, what: string): T {
    const row = this.rows.get(key);
    if (!row) throw new Error(`there is no ${what} ${key}`);
    return row;
  }

  where(matches: (row: T) => boolean): T[] {
    const found: T[] = [];
    for (const row of this.rows.values()) if (matches(row)) found.push(row);
    return found;
  }

  put(row: T): void {
    const key = this.keyOf(row);
    this.remember(key);
    this.rows.set(key, row);
  }

  /** The row with the key of `first`, which becomes the row when there is none. */
  open(first: T): { readonly row: T; readonly isNew: boolean } {
    const row = this.rows.get(this.keyOf(first));
    if (row) return { row, isNew: false };
    this.put(first);
    return { row: first, isNew: true };
  }

  remove(key: string): void {
    this.remember(key);
    this.rows.delete(key);
  }

  /** What is changed from here on can be taken back. */
  begin(): void {
    this.before = new Map();
  }

  /** Everything is again as it was at `begin`; what was loaded since stays loaded. */
  rollBack(): void {
    for (const [key, { row, wasLoaded }] of this.before) {
      const then = row ?? (wasLoaded ? undefined : this.loaded.get(key));
      if (then) this.rows.set(key, then);
      else this.rows.delete(key);
    }
    this.before = new Map();
  }

  /** What is different from how it was at `begin`. */
  touched(): TouchedRow<T>[] {
    const touched: TouchedRow<T>[] = [];
    for (const [key, { row: before }] of this.before) {
      const now = this.rows.get(key);
      if (before !== now && !isDeepStrictEqual(before, now)) touched.push({ key, before, now });
    }
    return touched;
  }

  /** However often a row was changed, it is named once; one that is as it was loaded is not named. */
  changes(): RowChanges<T> {
    const made: T[] = [];
    const changed: T[] = [];
    for (const [key, row] of this.rows) {
      const loaded = this.loaded.get(key);
      if (!loaded) made.push(row);
      else if (loaded !== row && !isDeepStrictEqual(loaded, row)) changed.push(row);
    }
    const removed = [...this.loaded.keys()].filter((key) => !this.rows.has(key));
    return { made: made.sort(this.byKey), changed: changed.sort(this.byKey), removed: removed.sort() };
  }

  private readonly byKey = (a: T, b: T): number => (this.keyOf(a) < this.keyOf(b) ? -1 : 1);

  private remember(key: string): void {
    if (!this.before.has(key)) this.before.set(key, { row: this.rows.get(key), wasLoaded: this.loaded.has(key) });
  }
}
