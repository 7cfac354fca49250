import type { EntityManager } from 'typeorm';
import { type CatalogueRows, type TableName, tables } from './catalogue-rows';

/** One statement for everything: one round trip, and one moment of the database. */
const everything = `
  SELECT (SELECT coalesce(max(version), 0) FROM catalogue.imports) AS version,
  ${tables.map(({ name, key }) => rowsOf(name, [...key, 'valid_from'])).join(',\n  ')}`;

export async function loadRows(database: Pick<EntityManager, 'query'>): Promise<CatalogueRows> {
  const [rows] = await database.query<[CatalogueRows]>(everything);
  return rows;
}

/** 0 before the first import. */
export async function loadVersion(database: Pick<EntityManager, 'query'>): Promise<number> {
  const [{ version }] = await database.query<[{ version: number }]>(
    'SELECT coalesce(max(version), 0) AS version FROM catalogue.imports',
  );
  return version;
}

function rowsOf(table: TableName, order: readonly string[]): string {
  const columns = order.map((column) => `t.${column}`).join(', ');
  return `(SELECT coalesce(json_agg(t ORDER BY ${columns}), '[]') FROM catalogue.${table} t) AS ${table}`;
}
