import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline } from '../common/online';

/**
 * Moves transcripts and recordings out of the calls, in batches that each commit, while calls are written. What was written
 * meanwhile is found by an index of its own, and moved together with the removal of the columns: writers wait for a moment.
 * Can be broken off anywhere and begun again.
 */
export class MoveCallTexts1700000003011 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    if (!(await hasTextColumns(db))) return;
    await createIndexOnline(db, { schema: 'records', name: writtenLately }, 'ON records.calls (updated_at)');
    const [{ began }] = (await db.query('SELECT clock_timestamp() AS began')) as [{ began: Date }];
    await inBatches(db, async (from, to) => {
      await db.query(moved('call_transcripts', 'transcript', 'transcript', 'id > $1 AND id <= $2'), [from, to]);
      await db.query(moved('call_recordings', 'recording_url', 'recordingUrl', 'id > $1 AND id <= $2'), [from, to]);
    });
    await db.startTransaction();
    try {
      await db.query('LOCK TABLE records.calls IN SHARE ROW EXCLUSIVE MODE');
      const since = [new Date(began.getTime() - safetyMs)];
      await db.query(moved('call_transcripts', 'transcript', 'transcript', 'updated_at >= $1'), since);
      await db.query(moved('call_recordings', 'recording_url', 'recordingUrl', 'updated_at >= $1'), since);
      await db.query('ALTER TABLE records.calls DROP COLUMN transcript, DROP COLUMN recording_url');
      await db.query(`DROP INDEX records.${writtenLately}`);
      await db.commitTransaction();
    } catch (error) {
      await db.rollbackTransaction();
      throw error;
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.calls ADD COLUMN IF NOT EXISTS transcript text, ADD COLUMN IF NOT EXISTS recording_url text`);
    await inBatches(db, async (from, to) => {
      await db.query(
        `UPDATE records.calls call SET transcript = kept.transcript, recording_url = heard.recording_url
         FROM records.calls known
         LEFT JOIN records.call_transcripts kept ON kept.call_id = known.id
         LEFT JOIN records.call_recordings heard ON heard.call_id = known.id
         WHERE known.id = call.id AND call.id > $1 AND call.id <= $2
           AND (kept.call_id IS NOT NULL OR heard.call_id IS NOT NULL)`,
        [from, to],
      );
    });
  }
}

const writtenLately = 'calls_written_lately';

/** A row's `updated_at` is the begin of the transaction that wrote it, which may be this long before its commit. */
const safetyMs = 3_600_000;
const batchSize = 10_000;

async function hasTextColumns(db: QueryRunner): Promise<boolean> {
  const columns = (await db.query(
    `SELECT 1 FROM information_schema.columns
     WHERE table_schema = 'records' AND table_name = 'calls' AND column_name = 'transcript'`,
  )) as unknown[];
  return columns.length > 0;
}

/** One statement after the other for all calls, in the order of their ids. */
async function inBatches(db: QueryRunner, work: (from: string, to: string) => Promise<void>): Promise<void> {
  for (let from = '00000000-0000-0000-0000-000000000000'; ;) {
    const [last] = (await db.query(
      `SELECT id FROM (SELECT id FROM records.calls WHERE id > $1 ORDER BY id LIMIT $2) batch ORDER BY id DESC LIMIT 1`,
      [from, batchSize],
    )) as { id: string }[];
    if (!last) return;
    await work(from, last.id);
    from = last.id;
  }
}

function moved(table: string, column: string, source: string, which: string): string {
  return `
    INSERT INTO records.${table} (call_id, company, ${column}, observed_at, recorded_by_message)
    SELECT id, company, ${column},
           coalesce(CASE WHEN end_sources ->> '${source}' LIKE '2 %' THEN analysis_observed_at END, ended_at, created_at),
           recorded_by_message
    FROM records.calls WHERE ${column} IS NOT NULL AND ${which}
    ON CONFLICT (call_id) DO UPDATE
      SET ${column} = EXCLUDED.${column}, observed_at = EXCLUDED.observed_at,
          recorded_by_message = EXCLUDED.recorded_by_message
      WHERE ${table}.${column} <> EXCLUDED.${column}`;
}
