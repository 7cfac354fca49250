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
    const [letter] = (await tx.query(
      'SELECT state, error, octet_length(body) AS bytes FROM ops.dead_letters WHERE id = $1 FOR UPDATE',
      [id],
    )) as { state: string; error: string; bytes: number }[];
    if (!letter) throw new ActRefused(`There is no dead letter ${id}.`, 'Look again: callbook dlq ls --state all');
    const undone = await undo(tx, id, letter);
    await writeAudit(tx, { actor: by, act: 'undone', subjects: [letterSubject(id)], why, result: { undone } });
    return undone;
  });
}

async function undo(
  tx: EntityManager,
  id: string,
  { state, error, bytes }: { state: string; error: string; bytes: number },
): Promise<Undone> {
  if (state === 'discarded' && error === 'erased' && bytes === 0)
    throw new ActRefused('What it said was erased with the person it was about.', 'That cannot be undone.');
  if (state === 'discarded' || state === 'too_late') {
    await tx.query(`UPDATE ops.dead_letters SET state = 'open', state_since = now() WHERE id = $1`, [id]);
    return state === 'discarded' ? 'discard' : 'too_late';
  }
  if (state === 'replaying') {
    await endWaiting(tx, id);
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

async function endWaiting(tx: EntityManager, id: string): Promise<void> {
  const [running] = (await tx.query(
    `SELECT replay.id FROM ops.replay_items AS item JOIN ops.replays AS replay ON replay.id = item.replay_id
     WHERE item.dead_letter_id = $1 AND item.state = 'sent' AND replay.state = 'running' FOR SHARE OF replay`,
    [id],
  )) as { id: string }[];
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
