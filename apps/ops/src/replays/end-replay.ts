import type { EntityManager } from 'typeorm';
import { writeAudit } from '../audit/audit';
import { replaySubject } from './plan-replay';
import type { CurrentItem, StopReason } from './replay-rows.repository';

export interface Stop {
  readonly reason: StopReason;
  /** At which message, and how. */
  readonly detail: string;
}

/** Ends a running replay of this worker, and frees its queues. @param why null: all is done */
export async function endReplay(tx: EntityManager, id: string, worker: string, why: Stop | null): Promise<void> {
  const [[ended]] = (await tx.query(
    `UPDATE ops.replays SET state = $3, stop_reason = $4, stop_detail = $5, ended_at = now(), worker = NULL, lease_until = NULL
     WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING hash, confirmed_by AS "confirmedBy"`,
    [id, worker, why ? 'stopped' : 'finished', why?.reason ?? null, why?.detail ?? null],
  )) as [{ hash: string; confirmedBy: string }[], number];
  if (!ended) return;
  await tx.query('DELETE FROM ops.replayed_queues WHERE replay_id = $1', [id]);
  const [{ counts }] = (await tx.query(
    `SELECT coalesce(jsonb_object_agg(result, count), '{}') AS counts FROM (
       SELECT coalesce(result, 'not settled') AS result, count(*) FROM ops.replay_items WHERE replay_id = $1 GROUP BY 1) AS each`,
    [id],
  )) as [{ counts: object }];
  await writeAudit(tx, {
    actor: ended.confirmedBy,
    act: why ? 'replay stopped' : 'replay finished',
    subjects: [replaySubject(id)],
    planHash: ended.hash,
    result: { ...counts, ...(why && { stopped: why.reason }) },
  });
}

/** What is seen of the last message of a replay that has stopped is why it has, from now on: whoever resumes it has to know. */
export async function tellAfterStop(
  tx: EntityManager,
  id: string,
  { place, letterId }: CurrentItem,
  { reason, detail }: Stop,
): Promise<void> {
  const [[{ hash }]] = (await tx.query(
    `UPDATE ops.replays SET stop_reason = $2, stop_detail = $3 || '; seen after it stopped (' || stop_reason || ')', stopped_by = NULL
     WHERE id = $1 AND state = 'stopped' RETURNING hash`,
    [id, reason, detail],
  )) as [[{ hash: string }], number];
  await writeAudit(tx, {
    actor: 'callbook',
    act: 'saw a difference after the stop',
    subjects: [replaySubject(id)],
    planHash: hash,
    result: { saw: reason, place, letter: letterId },
  });
}
