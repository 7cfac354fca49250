import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import { parseCatalogueFile } from '../file/parse-catalogue-file';
import { type CatalogueContent, type CatalogueRows, type Table, type TableName, tables } from '../rows/catalogue-rows';
import { contentOfFile } from '../rows/content-of-file';
import { loadRows } from '../rows/load-rows';
import { applyDifference } from './apply-difference';
import { type Difference, difference } from './difference';
import { CompaniesMissing } from './companies-missing';

/** Everybody who caches the catalogue listens here. The payload is the new version. */
export const catalogueChannel = 'catalogue_changed';

/** One import at a time. */
const importLock = 4_271_002;

export interface ImportOptions {
  /** Who imports; kept with the version. */
  readonly by: string;
  /** Ends companies that the file no longer has. Default false: then such a file is refused, it is too easily an accident. */
  readonly endMissingCompanies?: boolean;
}

/** Rows of one table. */
export interface ImportCounts {
  readonly created: number;
  readonly changed: number;
  readonly ended: number;
  readonly unchanged: number;
}

export interface ImportReport {
  /** The catalogue's version after the import. */
  readonly version: number;
  /** False: the file says what was known already, and nothing was written. */
  readonly changed: boolean;
  readonly tables: Readonly<Record<TableName, ImportCounts>>;
}

/**
 * Makes the catalogue what the file says, in one transaction; the file is the whole catalogue. What is no longer in it
 * ends now and is never deleted. The same file again changes nothing and makes no version.
 * @param path of a YAML file
 * @throws CatalogueFileError with everything that is wrong in it
 * @throws CompaniesMissing
 */
export async function importCatalogue(
  dataSource: DataSource,
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  return importCatalogueText(dataSource, await readFile(path, 'utf8'), options);
}

/** As `importCatalogue`, from the text of a file. */
export async function importCatalogueText(
  dataSource: DataSource,
  text: string,
  { by, endMissingCompanies = false }: ImportOptions,
): Promise<ImportReport> {
  const wanted = contentOfFile(parseCatalogueFile(text));
  return inTransaction(dataSource, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [importLock]);
    const stored = await loadRows(tx);
    if (!endMissingCompanies) refuseMissingCompanies(stored, wanted);

    const steps = tables.map((table) => ({ table, ...difference(table, stored[table.name], wanted[table.name]) }));
    const changed = steps.some(({ created, changed, ended }) => created.length + changed.length + ended.length > 0);
    let { version } = stored;
    if (changed) {
      const at = await nextMoment(tx);
      for (const { table, ...step } of steps) await applyDifference(tx, table, step, at);
      version = stored.version + 1;
      await tx.query(
        'INSERT INTO catalogue.imports (version, imported_at, imported_by, file_digest) VALUES ($1, $2, $3, $4)',
        [version, at, by, sha256(text)],
      );
      await tx.query('SELECT pg_notify($1, $2)', [catalogueChannel, String(version)]);
    }
    return { version, changed, tables: countsOf(steps) };
  });
}

/** Later than every import before, even when the database's clock was set back. */
async function nextMoment(tx: EntityManager): Promise<Date> {
  const [{ at }] = await tx.query<[{ at: Date }]>(`
    SELECT greatest(date_trunc('milliseconds', clock_timestamp()), max(imported_at) + interval '1 millisecond') AS at
    FROM catalogue.imports`);
  return at;
}

function refuseMissingCompanies(stored: CatalogueRows, wanted: CatalogueContent): void {
  const kept = new Set(wanted.companies.map(({ slug }) => slug));
  const missing = stored.companies.filter(({ slug, valid_to }) => valid_to === null && !kept.has(slug));
  if (missing.length > 0) throw new CompaniesMissing(missing.map(({ slug }) => slug));
}

function countsOf(steps: readonly ({ table: Table } & Difference)[]): Record<TableName, ImportCounts> {
  const counts = steps.map(({ table, created, changed, ended, unchanged }) => [
    table.name,
    { created: created.length, changed: changed.length, ended: ended.length, unchanged },
  ]);
  return Object.fromEntries(counts) as Record<TableName, ImportCounts>;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
