import { isDeepStrictEqual } from 'node:util';
import { type Row, type TableName, tableNames, tables, type Tables, whichever } from './tables';

/** A cell or row that is not what it must be. */
export interface Difference {
  readonly table: TableName;
  /** Key of the row. */
  readonly row: string;
  /** Null: the whole row is missing, or too much. */
  readonly column: string | null;
  readonly expected: unknown;
  readonly found: unknown;
}

/** Where the stored rows are not those of the fold. A column that the fold does not know is a difference too. */
export function differences(expected: Tables, found: Tables): Difference[] {
  return tableNames.flatMap((table) => inTable(table, expected[table], found[table]));
}

function inTable(table: TableName, expected: readonly Row[], found: readonly Row[]): Difference[] {
  const key = (row: Row) => tables[table].key.map((column) => String(row[column])).join(' ');
  const [wanted, stored] = [expected, found].map((rows) => new Map(rows.map((row) => [key(row), row])));
  const keys = [...new Set([...(wanted as Map<string, Row>).keys(), ...(stored as Map<string, Row>).keys()])];
  return keys.flatMap((row) => inRow(table, row, wanted?.get(row), stored?.get(row)));
}

function inRow(table: TableName, row: string, expected: Row | undefined, found: Row | undefined): Difference[] {
  if (!expected || !found) return [{ table, row, column: null, expected, found }];
  const columns = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return columns
    .filter((column) => !(column in tables[table].mayDiffer) && expected[column] !== whichever)
    .filter((column) => !isSame(expected[column], found[column]))
    .map((column) => ({ table, row, column, expected: expected[column], found: found[column] }));
}

/** As JSON has it: what a column cannot hold, such as undefined, makes no difference. */
function isSame(expected: unknown, found: unknown): boolean {
  if (expected === undefined || found === undefined) return expected === found;
  return isDeepStrictEqual(JSON.parse(JSON.stringify(expected)), JSON.parse(JSON.stringify(found)));
}
