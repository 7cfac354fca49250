import type { TestDatabase } from '../test-database';

/** A column as the migrated database has it. */
export interface StoredColumn {
  readonly name: string;
  /** PostgreSQL's name of the type; of a domain the type below it, of an array the one of its elements. */
  readonly type: string;
  readonly isArray: boolean;
  readonly nullable: boolean;
  /** The database gives it a value by itself: a default, an identity, or an expression. */
  readonly filledIn: boolean;
  /** Nobody may write it. */
  readonly generated: boolean;
}

/** The tables of a schema by name, each with its columns by name; the list of migrations is left out. */
export type StoredTables = ReadonlyMap<string, ReadonlyMap<string, StoredColumn>>;

export async function storedTables(database: Pick<TestDatabase, 'query'>, schema: string): Promise<StoredTables> {
  const rows = await database.query<StoredColumn & { table: string }>(
    `SELECT col.table_schema || '.' || col.table_name AS table, col.column_name AS name,
            coalesce(element.udt_name, col.udt_name) AS type, col.data_type = 'ARRAY' AS "isArray",
            col.is_nullable = 'YES' AS nullable,
            col.column_default IS NOT NULL OR col.is_identity = 'YES' OR col.is_generated = 'ALWAYS' AS "filledIn",
            col.is_generated = 'ALWAYS' OR col.identity_generation = 'ALWAYS' AS generated
     FROM information_schema.columns col
     JOIN information_schema.tables tab USING (table_schema, table_name)
     LEFT JOIN information_schema.element_types element
       ON element.object_schema = col.table_schema AND element.object_name = col.table_name
          AND element.object_type = 'TABLE' AND element.collection_type_identifier = col.dtd_identifier
     WHERE col.table_schema = $1 AND tab.table_type = 'BASE TABLE' AND tab.table_name <> 'migrations'
     ORDER BY 1, col.ordinal_position`,
    [schema],
  );
  const tables = new Map<string, Map<string, StoredColumn>>();
  for (const { table, ...column } of rows) {
    const columns = tables.get(table) ?? new Map<string, StoredColumn>();
    tables.set(table, columns.set(column.name, column));
  }
  return tables;
}
