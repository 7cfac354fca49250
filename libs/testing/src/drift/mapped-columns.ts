import type { StoredColumn, StoredTables } from './stored-tables';

/** How the code has a column's value: as the driver gives it, as JSON, or as a number although the driver gives text. */
export type ColumnClass = 'value' | 'json' | 'bigint';

/** A table that the code reads and writes by a list of its columns. */
export interface KnownTable {
  /** With its schema. */
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnClass>>;
}

/** In what the lists of columns are not those of the tables. */
export function mappingDrift(tables: readonly KnownTable[], stored: StoredTables): string[] {
  return tables.flatMap(({ name, columns }) => {
    const there = stored.get(name);
    if (!there) return [`${name} is in the code, and no table of the database`];
    const known = Object.entries(columns).flatMap(([column, kind]) =>
      drifted(`${name}.${column}`, kind, there.get(column)),
    );
    const unknown = [...there.values()].filter((column) => mustBeGiven(column) && !(column.name in columns));
    return [
      ...known,
      ...unknown.map((column) => `${name}.${column.name} must have a value, and the code gives it none`),
    ];
  });
}

export const mustBeGiven = ({ nullable, filledIn }: StoredColumn): boolean => !nullable && !filledIn;

function drifted(place: string, kind: ColumnClass, column: StoredColumn | undefined): string[] {
  if (!column) return [`${place} is in the code, and no column of the table`];
  if (column.generated) return [`${place} is written by the code, and the database does not take it`];
  const stored = classOf(column);
  return stored === kind ? [] : [`${place} is a ${stored} in the database (${column.type}), and a ${kind} in the code`];
}

/** `numeric` comes as text, and nothing in the code makes a number of it: it is none of the three. */
function classOf({ type, isArray }: StoredColumn): ColumnClass | 'numeric' {
  if (isArray) return 'value';
  if (type === 'json' || type === 'jsonb') return 'json';
  if (type === 'int8') return 'bigint';
  return type === 'numeric' ? 'numeric' : 'value';
}
