import { parseCatalogueFile } from '../file/parse-catalogue-file';
import { type CatalogueContent, type CatalogueRows, type TableName, tables } from '../rows/catalogue-rows';
import { contentOfFile } from '../rows/content-of-file';
import { Catalogue } from './catalogue';

/** The catalogue that a file's text describes, without a database: for tests and previews. */
export function catalogueFromFile(text: string, { version = 1, validFrom = new Date(0) } = {}): Catalogue {
  return new Catalogue(rowsOf(contentOfFile(parseCatalogueFile(text)), version, validFrom));
}

function rowsOf(content: CatalogueContent, version: number, validFrom: Date): CatalogueRows {
  const validity = { valid_from: validFrom.toISOString(), valid_to: null };
  const rowsOfTable = (table: TableName) => content[table].map((columns) => ({ ...columns, ...validity }));
  const rows = Object.fromEntries(tables.map(({ name }) => [name, rowsOfTable(name)]));
  return { version, ...rows } as CatalogueRows;
}
