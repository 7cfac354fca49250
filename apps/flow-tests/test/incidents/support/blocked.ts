import { eventually, type TestDatabase } from '@callbook/testing';
import { Client } from 'pg';

/**
 * While `work` runs nobody can write to a table of records; everything up to it goes on. Afterwards whatever waited is over,
 * one way or the other.
 * @param work is given a promise of a session of records having come to that statement
 */
export async function whileWritesWait<T>(
  database: TestDatabase,
  table: string,
  work: (reached: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const blocker = new Client({ connectionString: database.url });
  await blocker.connect();
  const waiting = async () =>
    (
      await database.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE NOT granted AND relation = $1::regclass
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [`records.${table}`],
      )
    ).map(({ pid }) => pid);
  let waited: number[] = [];
  try {
    await blocker.query(`BEGIN; LOCK TABLE records.${table} IN SHARE MODE`);
    return await work(async () => {
      waited = await eventually(`a statement that writes to ${table}`, async () => {
        const pids = await waiting();
        return pids.length > 0 && pids;
      });
    });
  } finally {
    await blocker.query('ROLLBACK');
    await blocker.end();
    await eventually('what waited to be over', async () => {
      const busy = await database.query(
        `SELECT FROM pg_stat_activity WHERE pid = ANY ($1) AND state <> 'idle' AND xact_start IS NOT NULL`,
        [waited],
      );
      return busy.length === 0;
    });
  }
}
