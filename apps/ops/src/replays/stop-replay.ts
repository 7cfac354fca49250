import { inTransaction } from '@callbook/database';
import type { DataSource } from 'typeorm';
import { writeAudit } from '../audit/audit';
import { findReplay, type Replay } from './find-replay';
import { replaySubject } from './plan-replay';
import { ReplayRefused } from './replay-refused';

/**
 * Ends a running replay: the message that is under way is the last one, and is settled when its end is seen. The others stay
 * open, and their queues are free for another replay. It can be resumed.
 * @throws ReplayRefused when it does not run
 */
export async function stopReplay(database: DataSource, asked: string, { by }: { by: string }): Promise<Replay> {
  const { id, hash } = await findReplay(database.manager, asked);
  await inTransaction(database, async (tx) => {
    // Its worker stays known: what it could not send it may take back.
    const [, stopped] = (await tx.query(
      `UPDATE ops.replays SET state = 'stopped', stop_reason = 'asked', stopped_by = $2, ended_at = now(), lease_until = NULL
       WHERE id = $1 AND state = 'running'`,
      [id, by],
    )) as [unknown, number];
    if (stopped === 0) {
      const { state } = await findReplay(tx, id);
      throw new ReplayRefused(
        'not_running',
        `The replay ${id} is ${state}; only one that runs can be stopped.`,
        `callbook dlq replay --report ${id}`,
      );
    }
    await tx.query('DELETE FROM ops.replayed_queues WHERE replay_id = $1', [id]);
    await writeAudit(tx, { actor: by, act: 'stopped a replay', subjects: [replaySubject(id)], planHash: hash });
  });
  return findReplay(database.manager, id);
}
