import type { EntityManager } from 'typeorm';
import type { Opened } from './records';

/** How a field travels: as it is, as JSON, or as a bigint, which pg reads as text. */
export type Column = 'value' | 'json' | 'bigint';

/** Every field of a row, named in camelCase; the column has the same name in snake_case. */
export type Columns<T> = Readonly<Record<keyof T, Column>>;

/** A table whose rows are opened (locked), changed and saved as a whole, within one transaction. */
export class RowTable<T extends object> {
  private readonly fields: readonly (keyof T & string)[];

  constructor(
    private readonly tx: EntityManager,
    private readonly name: string,
    private readonly key: keyof T & string,
    private readonly columns: Columns<T>,
  ) {
    this.fields = Object.keys(columns) as (keyof T & string)[];
  }

  /** The row with the key of `first`, locked. Without one `first` becomes it; of two who try at once, one waits. */
  async open(first: T): Promise<Opened<T>> {
    const isNew = await this.insert(first);
    return { row: isNew ? first : await this.reopen(first[this.key]), isNew };
  }

  /** False when a row is in the way; one that is being made by somebody else is waited for. */
  async insert(row: T): Promise<boolean> {
    const names = this.fields.map(columnName).join(', ');
    const places = this.fields.map((_, index) => `$${index + 1}`).join(', ');
    const inserted = await this.query(
      `INSERT INTO ${this.name} (${names}) VALUES (${places}) ON CONFLICT DO NOTHING RETURNING 1 AS new`,
      this.fields.map((field) => this.toColumn(row, field)),
    );
    return inserted.length > 0;
  }

  /** The row with this key, locked. */
  async reopen(key: unknown): Promise<T> {
    const [row] = await this.where(this.key, key);
    if (!row)
      throw new Error(`${this.name} has no row ${String(key)}: it was removed, or another row holds what is unique`);
    return row;
  }

  /** The rows with this value in a column, locked, in the order of their keys. */
  async where(field: keyof T & string, value: unknown): Promise<T[]> {
    const names = this.fields.map((each) => `${columnName(each)} AS "${each}"`).join(', ');
    const rows = await this.query(
      `SELECT ${names} FROM ${this.name} WHERE ${columnName(field)} = $1 ORDER BY ${columnName(this.key)} FOR UPDATE`,
      [value],
    );
    return rows.map((row) => Object.fromEntries(this.fields.map((each) => [each, this.fromColumn(row, each)])) as T);
  }

  /** Writes every field in one statement. */
  async save(row: T, ...alsoSet: string[]): Promise<void> {
    const changes = this.fields
      .filter((field) => field !== this.key)
      .map((field, index) => `${columnName(field)} = $${index + 2}`);
    const values = this.fields.filter((field) => field !== this.key).map((field) => this.toColumn(row, field));
    await this.query(
      `UPDATE ${this.name} SET ${[...changes, ...alsoSet].join(', ')} WHERE ${columnName(this.key)} = $1`,
      [row[this.key], ...values],
    );
  }

  private query(sql: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> {
    return this.tx.query(sql, [...values]);
  }

  private toColumn(row: T, field: keyof T): unknown {
    const value = row[field];
    return this.columns[field] === 'json' && value !== null ? JSON.stringify(value) : value;
  }

  private fromColumn(row: Record<string, unknown>, field: keyof T & string): unknown {
    const value = row[field];
    return this.columns[field] === 'bigint' && value !== null ? Number(value) : value;
  }
}

function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
