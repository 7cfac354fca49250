import { isDeepStrictEqual } from 'node:util';
import type { Table, Validity } from '../rows/catalogue-rows';

type Row = Record<string, unknown>;

/** What an import does to one table. */
export interface Difference {
  readonly created: readonly Row[];
  readonly changed: readonly Row[];
  readonly ended: readonly Row[];
  readonly unchanged: number;
}

/** Compares what is valid now with what shall be. A thing that comes back counts as created. */
export function difference(
  table: Table,
  stored: readonly (object & Validity)[],
  wanted: readonly object[],
): Difference {
  const current = byKey(table, stored.filter(({ valid_to }) => valid_to === null) as object[] as Row[]);
  const created: Row[] = [];
  const changed: Row[] = [];
  let unchanged = 0;
  for (const row of wanted as readonly Row[]) {
    const known = current.get(keyOf(table, row));
    current.delete(keyOf(table, row));
    if (!known) created.push(row);
    else if (sameContent(row, known)) unchanged++;
    else changed.push(row);
  }
  return { created, changed, ended: [...current.values()], unchanged };
}

function sameContent(wanted: Row, stored: Row): boolean {
  return Object.entries(wanted).every(([column, value]) => isDeepStrictEqual(value, stored[column]));
}

function byKey(table: Table, rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(table, row), row]));
}

function keyOf({ key }: Table, row: Row): string {
  return key.map((column) => row[column]).join(' ');
}
