import type { RowChanges } from '@callbook/records/use-cases';

/** Committed rows by key. */
export class Table<T> {
  private readonly rows = new Map<string, T>();

  constructor(private readonly keyOf: (row: T) => string) {}

  find(key: string): T | undefined {
    return this.rows.get(key);
  }

  all(): T[] {
    return [...this.rows.values()];
  }

  where(matches: (row: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  write({ made, changed, removed }: RowChanges<T>): void {
    for (const row of [...made, ...changed]) this.rows.set(this.keyOf(row), row);
    for (const key of removed) this.rows.delete(key);
  }
}
