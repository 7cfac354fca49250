import type { Event } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';

export interface UnsentEvent {
  readonly seq: string;
  readonly failures: number;
  readonly event: Event<object>;
}

/** Locks the next events to send. Rows another relay holds are passed over. */
export async function lockUnsent(tx: EntityManager, schema: string, limit: number): Promise<UnsentEvent[]> {
  return tx.query(unsentEvents(schema), [limit]);
}

/**
 * Per subject only the oldest unsent one is offered, so facts of one subject leave in order and one that cannot be sent holds back
 * its own subject alone. `OFFSET 0` has each row look for its own subject in the index: planned as a join, by statistics of a
 * moment when nothing was unsent, every row was compared with every other. Exported so that a test can look at how it is run.
 */
export const unsentEvents = (schema: string): string => `
  SELECT seq, failures, event FROM ${schema}.outbox AS candidate
  WHERE sent_at IS NULL AND next_try_at <= now()
    AND NOT EXISTS (SELECT 1 FROM ${schema}.outbox AS earlier
                    WHERE earlier.subject = candidate.subject AND earlier.sent_at IS NULL AND earlier.seq < candidate.seq OFFSET 0)
  ORDER BY seq LIMIT $1
  FOR UPDATE SKIP LOCKED`;

export async function markSent(tx: EntityManager, schema: string, seqs: readonly string[]): Promise<void> {
  await tx.query(`UPDATE ${schema}.outbox SET sent_at = now(), last_error = NULL WHERE seq = ANY ($1::bigint[])`, [
    seqs,
  ]);
}

export interface FailedSend {
  readonly seq: string;
  readonly error: string;
  readonly retryInMs: number;
}

export async function markFailed(tx: EntityManager, schema: string, failed: readonly FailedSend[]): Promise<void> {
  await tx.query(
    `UPDATE ${schema}.outbox AS row
     SET failures = failures + 1, last_error = failed.error, next_try_at = now() + failed.retry_in_ms * interval '1 millisecond'
     FROM jsonb_to_recordset($1::jsonb) AS failed (seq bigint, error text, retry_in_ms integer)
     WHERE row.seq = failed.seq`,
    [JSON.stringify(failed.map(({ seq, error, retryInMs }) => ({ seq, error, retry_in_ms: retryInMs })))],
  );
}
