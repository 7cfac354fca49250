import type { EntityManager } from 'typeorm';
import type { RowChanges } from './rows';

/** How a field travels: as it is, as JSON, or as a bigint, which pg reads as text. */
export type Column = 'value' | 'json' | 'bigint';

/** Every field of a row, named in camelCase; the column has the same name in snake_case. */
export type Columns<T> = Readonly<Record<keyof T, Column>>;

/** A table as the code knows it. Columns that are not named are the database's own, or people's. */
export interface MappedTable<T> {
  /** With its schema. */
  readonly name: string;
  readonly key: keyof T & string;
  readonly columns: Columns<T>;
  /** What every change of a row sets besides its fields. */
  readonly alsoSet?: readonly string[];
}

/** For rows with a version, which people edit too. */
export const versioned: readonly string[] = ['version = row.version + 1', 'updated_at = now()'];

/** Reads rows of a table, locked, and writes many of them in one statement. */
export class RowTable<T extends object> {
  private readonly fields: readonly (keyof T & string)[];

  constructor(
    private readonly tx: EntityManager,
    private readonly table: MappedTable<T>,
  ) {
    this.fields = Object.keys(table.columns) as (keyof T & string)[];
  }

  /** Locked, in the order of their keys. @param condition on `row` */
  async where(condition: string, values: readonly unknown[]): Promise<T[]> {
    const { name, key } = this.table;
    const columns = this.fields.map((each) => `row.${columnName(each)} AS "${each}"`).join(', ');
    const rows = await this.tx.query<Record<string, unknown>[]>(
      `SELECT ${columns} FROM ${name} AS row WHERE ${condition} ORDER BY row.${columnName(key)} FOR UPDATE`,
      [...values],
    );
    const bigints = this.fields.filter((each) => this.table.columns[each] === 'bigint');
    for (const row of rows) for (const each of bigints) if (row[each] !== null) row[each] = Number(row[each]);
    return rows as T[];
  }

  async write({ made, changed }: RowChanges<T>): Promise<void> {
    await this.insert(made);
    await this.update(changed);
  }

  /**
   * A row that somebody else has made meanwhile is an error, unless `onConflict` says what is to be done about it.
   * @returns what `onConflict` returns
   */
  async insert(rows: readonly T[], onConflict = ''): Promise<readonly unknown[]> {
    if (rows.length === 0) return [];
    const columns = this.fields.map(columnName).join(', ');
    return this.tx.query<unknown[]>(
      `INSERT INTO ${this.table.name} (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::${this.table.name}, $1::jsonb) ${onConflict}`,
      [this.asJson(rows)],
    );
  }

  private async update(rows: readonly T[]): Promise<void> {
    if (rows.length === 0) return;
    const { name, key, alsoSet = [] } = this.table;
    const fields = this.fields.filter((field) => field !== key).map(columnName);
    const changes = [...fields.map((column) => `${column} = given.${column}`), ...alsoSet].join(', ');
    await this.tx.query(
      `UPDATE ${name} AS row SET ${changes}
       FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb) AS given WHERE row.${columnName(key)} = given.${columnName(key)}`,
      [this.asJson(rows)],
    );
  }

  /** A column that is left out is null. */
  private asJson(rows: readonly T[]): string {
    const columns = this.fields.map((field) => [field, columnName(field)] as const);
    return JSON.stringify(
      rows.map((row) => {
        const values: Record<string, unknown> = {};
        for (const [field, name] of columns) if (row[field] !== null) values[name] = row[field];
        return values;
      }),
    );
  }
}

const columnNames = new Map<string, string>();

export function columnName(field: string): string {
  let name = columnNames.get(field);
  if (name === undefined) {
    name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    columnNames.set(field, name);
  }
  return name;
}
