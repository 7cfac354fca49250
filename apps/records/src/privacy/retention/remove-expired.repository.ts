import type { DataSource } from 'typeorm';
import type { Perishable } from './cutoffs';

/** Where a pass has come to: calls are gone through in the order in which they began. */
export interface Place {
  readonly startedAt: Date;
  readonly id: string;
}

export const beginning: Place = { startedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

export interface Step {
  readonly removed: number;
  /** Null when there is nothing more that old. */
  readonly next: Place | null;
}

/** A row that somebody is writing is left to the next pass: live work waits for nobody who tidies up. */
const removal: Readonly<Record<Perishable, string>> = {
  transcript: deletion('call_transcripts'),
  recording: deletion('call_recordings'),
  summary: `
    UPDATE records.calls call SET summary = NULL, custom_analysis = NULL, version = version + 1, updated_at = now()
    WHERE id IN (
      SELECT id FROM records.calls
      WHERE id IN (SELECT id FROM old) AND (summary IS NOT NULL OR custom_analysis IS NOT NULL)
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
};

function deletion(table: string): string {
  return `
    DELETE FROM records.${table} WHERE call_id IN (
      SELECT call_id FROM records.${table} WHERE call_id IN (SELECT id FROM old) FOR UPDATE SKIP LOCKED)
    RETURNING 1`;
}

/** When a call was, as the index of calls has it: its start, where one is known. */
const listedAt = 'coalesce(started_at, created_at)';

/** Removes what a company no longer keeps of calls that began before the cut-off, a batch of calls in one statement. */
export async function removeExpired(
  dataSource: DataSource,
  what: Perishable,
  where: { readonly company: string; readonly after: Place; readonly before: Date; readonly batchSize: number },
): Promise<Step> {
  const { company, after, before, batchSize } = where;
  const [row] = (await dataSource.query(
    `WITH old AS MATERIALIZED (
       SELECT id, started_at FROM records.calls
       WHERE company = $1 AND started_at IS NOT NULL AND ${listedAt} <= $2 AND (${listedAt}, id) > ($3, $4)
       ORDER BY ${listedAt}, id LIMIT $5),
     removed AS (${removal[what]})
     SELECT (SELECT count(*)::integer FROM removed) AS removed, last.id, last.started_at AS "startedAt"
     FROM (SELECT count(*) FROM old) counted LEFT JOIN LATERAL (
       SELECT id, started_at FROM old ORDER BY started_at DESC, id DESC LIMIT 1) last ON counted.count = $5`,
    [company, before, after.startedAt, after.id, batchSize],
  )) as [{ removed: number; id: string | null; startedAt: Date | null }];
  const { removed, id, startedAt } = row;
  return { removed, next: id !== null && startedAt !== null ? { id, startedAt } : null };
}

/** The same of calls of which no begin is known: they go by when it was seen. There are few. */
export async function removeExpiredWithoutStart(
  dataSource: DataSource,
  what: Perishable,
  { company, before, batchSize }: { readonly company: string; readonly before: Date; readonly batchSize: number },
): Promise<number> {
  const rows = (await dataSource.query(
    `WITH old AS MATERIALIZED (
       SELECT id FROM records.calls WHERE company = $1 AND started_at IS NULL AND coalesce(ended_at, created_at) <= $2
       LIMIT $3)
     ${removal[what]}`,
    [company, before, batchSize],
  )) as unknown;
  return countOf(rows);
}

/** TypeORM gives the rows of an UPDATE or DELETE together with their number. */
function countOf(rows: unknown): number {
  const [first, count] = rows as [unknown, unknown];
  return Array.isArray(first) && typeof count === 'number' ? count : (rows as unknown[]).length;
}
