import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import { letterSubject, writeAudit } from '../../audit/audit';
import { ActRefused, type Actor } from './act-refused';

export type Undone = 'discard' | 'too_late' | 'edit' | 'waiting';

/**
 * Takes back the last decision about a letter: that it is discarded or too late, so that it is open again; else its edit, so
 * that the edit before it, or the original, is what a replay sends. Of one that was sent again, and of which nothing is heard,
 * nobody waits for the end any more: it is open again. If it arrives all the same, its consumer takes one of the copies out.
 * @throws ActRefused
 */
export function undoLetter(database: DataSource, id: string, { by, why }: Actor): Promise<Undone> {
  return inTransaction(database, async (tx) => {
    const stopped = await lockStoppedReplays(tx, id);
    const [letter] = (await tx.query(
      'SELECT state, error, octet_length(body) AS bytes FROM ops.dead_letters WHERE id = $1 FOR UPDATE',
      [id],
    )) as { state: string; error: string; bytes: number }[];
    if (!letter) throw new ActRefused(`There is no dead letter ${id}.`, 'Look again: callbook dlq ls --state all');
    const undone = await undo(tx, id, letter, stopped);
    await writeAudit(tx, { actor: by, act: 'undone', subjects: [letterSubject(id)], why, result: { undone } });
    return undone;
  });
}

async function undo(
  tx: EntityManager,
  id: string,
  { state, error, bytes }: { state: string; error: string; bytes: number },
  stopped: ReadonlySet<string>,
): Promise<Undone> {
  if (state === 'discarded' && error === 'erased' && bytes === 0)
    throw new ActRefused('What it said was erased with the person it was about.', 'That cannot be undone.');
  if (state === 'discarded' || state === 'too_late') {
    await tx.query(`UPDATE ops.dead_letters SET state = 'open', state_since = now() WHERE id = $1`, [id]);
    return state === 'discarded' ? 'discard' : 'too_late';
  }
  if (state === 'replaying') {
    await endWaiting(tx, id, stopped);
    return 'waiting';
  }
  if (state !== 'open')
    throw new ActRefused(`It is ${state}: a replay cannot be taken back.`, 'Look: callbook dlq show ID');
  const [rows] = (await tx.query(
    `UPDATE ops.dead_letter_edits SET undone_at = now() WHERE dead_letter_id = $1 AND undone_at IS NULL RETURNING replaces`,
    [id],
  )) as [{ replaces: string | null }[], number];
  const [edit] = rows;
  if (!edit) throw new ActRefused('Nothing was decided about it that could be undone.', 'Look: callbook dlq audit');
  if (edit.replaces) await tx.query('UPDATE ops.dead_letter_edits SET undone_at = NULL WHERE id = $1', [edit.replaces]);
  return 'edit';
}

/**
 * The replays that wait for the end of this letter and have stopped, so that they stay so until the transaction ends. Before the
 * letter: who sends and who settles locks in this order too.
 */
async function lockStoppedReplays(tx: EntityManager, id: string): Promise<ReadonlySet<string>> {
  const rows = (await tx.query(
    `SELECT id FROM ops.replays
     WHERE state = 'stopped' AND id IN (SELECT replay_id FROM ops.replay_items WHERE dead_letter_id = $1 AND state = 'sent')
     ORDER BY id FOR SHARE`,
    [id],
  )) as { id: string }[];
  return new Set(rows.map((row) => row.id));
}

async function endWaiting(tx: EntityManager, id: string, stopped: ReadonlySet<string>): Promise<void> {
  const waiting = (await tx.query(
    `SELECT replay_id AS id FROM ops.replay_items WHERE dead_letter_id = $1 AND state = 'sent'`,
    [id],
  )) as { id: string }[];
  const running = waiting.find((replay) => !stopped.has(replay.id));
  if (running)
    throw new ActRefused(
      `The replay ${running.id} waits for its end.`,
      `It ends by itself, or: callbook dlq replay --stop ${running.id}`,
    );
  await tx.query(
    `UPDATE ops.replay_items SET state = 'settled', settled_at = now(), result = 'gone' WHERE dead_letter_id = $1 AND state = 'sent'`,
    [id],
  );
  await tx.query(
    `UPDATE ops.dead_letters SET state = 'open', state_since = now(), alone_next_at = NULL WHERE id = $1`,
    [id],
  );
}
