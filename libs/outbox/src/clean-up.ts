import type { DataSource } from 'typeorm';

/** How long a handled or sent message is remembered. A repetition later than this is no longer recognised. */
export const rememberedDays = 30;

export interface CleanUpOptions {
  /** Rows removed at a time, so that no long lock is held; default 5000. */
  readonly batchSize?: number;
  /** Aborted: the batch under way is the last. */
  readonly signal?: AbortSignal;
}

/** Forgets what is older than that. Rows that another replica is removing are left to it. */
export async function cleanUp(
  dataSource: DataSource,
  schema: string,
  { batchSize = 5_000, signal }: CleanUpOptions = {},
): Promise<number> {
  let removed = 0;
  for (const [table, column] of [
    ['inbox', 'handled_at'],
    ['outbox', 'sent_at'],
  ] as const) {
    for (;;) {
      if (signal?.aborted) return removed;
      const [, rows] = (await dataSource.query(
        `DELETE FROM ${schema}.${table} WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM ${schema}.${table} WHERE ${column} < now() - $1 * interval '1 day' LIMIT $2
           FOR UPDATE SKIP LOCKED))`,
        [rememberedDays, batchSize],
      )) as [unknown, number];
      removed += rows;
      if (rows < batchSize) break;
    }
  }
  return removed;
}
