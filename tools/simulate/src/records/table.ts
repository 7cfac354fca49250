/** Rows by id. What a transaction writes stands apart until it is committed. */
export class Table<T> {
  private rows = new Map<string, T>();
  private written: Map<string, T | null> | undefined;

  begin(): void {
    this.written = new Map();
  }

  commit(): void {
    for (const [id, row] of this.written ?? []) {
      if (row === null) this.rows.delete(id);
      else this.rows.set(id, row);
    }
    this.written = undefined;
  }

  rollBack(): void {
    this.written = undefined;
  }

  find(id: string): T | undefined {
    const written = this.written?.get(id);
    return written === undefined ? this.rows.get(id) : (written ?? undefined);
  }

  get(id: string): T {
    const row = this.find(id);
    if (!row) throw new Error(`no row ${id}`);
    return row;
  }

  put(id: string, row: T): void {
    if (this.written) this.written.set(id, row);
    else this.rows.set(id, row);
  }

  remove(id: string): void {
    this.written?.set(id, null);
  }

  /** The row with this id, which `first` becomes when there is none. */
  open(id: string, first: T): { readonly row: T; readonly isNew: boolean } {
    const row = this.find(id);
    if (row) return { row, isNew: false };
    this.put(id, first);
    return { row: first, isNew: true };
  }

  all(): T[] {
    if (!this.written || this.written.size === 0) return [...this.rows.values()];
    const ids = new Set([...this.rows.keys(), ...this.written.keys()]);
    return [...ids].flatMap((id) => this.find(id) ?? []);
  }
}
