import type { CatalogueRows } from '../rows/catalogue-rows';
import { misfitOf } from '../rows/row-form';

/** Raised when the text of a copy means something else than before; one of another format is of no use. */
const format = 1;

export interface CatalogueCopy {
  readonly rows: CatalogueRows;
  /** When they were loaded from the database. */
  readonly loadedAt: Date;
}

/** The text is no copy of a catalogue, or the rows cannot be kept as one. Quotes nothing of what is in them. */
export class CatalogueCopyUnusable extends Error {
  override readonly name = 'CatalogueCopyUnusable';
}

/** @throws CatalogueCopyUnusable for rows that `readCopy` would refuse: a secret in place of a reference, say */
export function writeCopy({ rows, loadedAt }: CatalogueCopy): string {
  return JSON.stringify({ format, loadedAt: loadedAt.toISOString(), rows: fitting(rows) });
}

/** @throws CatalogueCopyUnusable */
export function readCopy(text: string): CatalogueCopy {
  const { format: found, loadedAt, rows } = parsed(text);
  if (found !== format) throw new CatalogueCopyUnusable(`the copy is not of format ${format}`);
  const time = new Date(typeof loadedAt === 'string' ? loadedAt : NaN);
  if (Number.isNaN(time.getTime())) throw new CatalogueCopyUnusable('the copy has no time');
  return { rows: fitting(rows), loadedAt: time };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new CatalogueCopyUnusable('the copy is not JSON'); // without the cause, which quotes the text
  }
}

function fitting(rows: unknown): CatalogueRows {
  const misfit = misfitOf(rows);
  if (misfit !== undefined) throw new CatalogueCopyUnusable(`the rows do not fit at ${misfit}`);
  return rows as CatalogueRows;
}
