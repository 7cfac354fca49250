import type { DataSource } from 'typeorm';

/** How long a handled or sent message is remembered. A repetition later than this is no longer recognised. */
export const rememberedDays = 30;

/** Forgets what is older than that, a bounded number of rows at a time so that no long lock is held. */
export async function cleanUp(dataSource: DataSource, schema: string, batchSize = 5_000): Promise<number> {
  let removed = 0;
  for (const [table, column] of [
    ['inbox', 'handled_at'],
    ['outbox', 'sent_at'],
  ] as const) {
    for (;;) {
      const [, rows] = (await dataSource.query(
        `DELETE FROM ${schema}.${table} WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM ${schema}.${table} WHERE ${column} < now() - $1 * interval '1 day' LIMIT $2))`,
        [rememberedDays, batchSize],
      )) as [unknown, number];
      removed += rows;
      if (rows < batchSize) break;
    }
  }
  return removed;
}
