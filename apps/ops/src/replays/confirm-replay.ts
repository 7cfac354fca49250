import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import { writeAudit } from '../audit/audit';
import { findReplay, type Replay } from './find-replay';
import { replaySubject } from './plan-replay';
import { claimQueues, lettersMustBeUnchanged, type Look, mustBeFresh, queuesMustBeThere } from './replay-conditions';
import { ReplayRefused } from './replay-refused';
import { countReplay } from './replay-report';

export const usualPerSecond = 10;

export interface Confirmation {
  readonly by: string;
  /** Messages a second at most; default 10. */
  readonly perSecond?: number;
  readonly now: Date;
}

/**
 * Lets exactly what was planned be carried out. What is too late is marked so and never sent; what would fail again stays open
 * and is not sent; what its consumer has handled already is resolved.
 * @throws ReplayRefused: nothing was begun then
 */
export async function confirmReplay(
  database: DataSource,
  look: Look,
  asked: string,
  { by, perSecond = usualPerSecond, now }: Confirmation,
): Promise<Replay> {
  const plan = await findReplay(database.manager, asked);
  if (plan.state !== 'planned')
    throw new ReplayRefused(
      'not_to_be_confirmed',
      `The replay ${plan.id} is ${plan.state} already, confirmed by ${plan.confirmedBy}.`,
      `callbook dlq replay --report ${plan.id}`,
    );
  mustBeFresh(plan, now);
  await queuesMustBeThere(database, look, plan.id);
  await inTransaction(database, async (tx) => {
    await begin(tx, plan, { by, perSecond });
    await settleUnsent(tx, plan.id);
    await writeAudit(tx, {
      actor: by,
      act: 'confirmed a replay',
      subjects: [replaySubject(plan.id)],
      planHash: plan.hash,
      result: { perSecond },
    });
  });
  return findReplay(database.manager, plan.id);
}

/**
 * Goes on with a replay that has stopped, after the message it stopped at. Its plan has to be fresh as long as there is
 * something to be sent by it for the first time.
 * @throws ReplayRefused
 */
export async function resumeReplay(
  database: DataSource,
  look: Look,
  asked: string,
  { by, perSecond, now }: Confirmation,
): Promise<Replay> {
  const plan = await findReplay(database.manager, asked);
  if (plan.state !== 'stopped')
    throw new ReplayRefused(
      'not_stopped',
      `The replay ${plan.id} is ${plan.state}; only one that has stopped can be resumed.`,
      `callbook dlq replay --report ${plan.id}`,
    );
  if ((await countReplay(database.manager, plan.id)).pending > 0) mustBeFresh(plan, now);
  await queuesMustBeThere(database, look, plan.id);
  await inTransaction(database, async (tx) => {
    const stoppedBecause = await begin(tx, plan, { by, perSecond: perSecond ?? plan.perSecond });
    const passed = await differenceAt(tx, plan.id, stoppedBecause);
    await writeAudit(tx, {
      actor: by,
      act: 'resumed a replay',
      subjects: [replaySubject(plan.id)],
      planHash: plan.hash,
      result: { stoppedBecause, ...(passed && { passed }) },
    });
  });
  return findReplay(database.manager, plan.id);
}

/** The message that did something else, if that is why the replay stopped: it is settled, and the replay goes past it. */
async function differenceAt(
  tx: EntityManager,
  replayId: string,
  stopReason: string | null,
): Promise<object | undefined> {
  if (stopReason !== 'different' && stopReason !== 'died_again') return undefined;
  const [last] = (await tx.query(
    `SELECT place, dead_letter_id AS letter, result FROM ops.replay_items
     WHERE replay_id = $1 AND result = $2 ORDER BY place DESC LIMIT 1`,
    [replayId, stopReason],
  )) as object[];
  return last;
}

/**
 * Under the lock of the plan and of its letters; those still to be sent have to be as they were when it was made.
 * @returns why it had stopped
 */
async function begin(
  tx: EntityManager,
  plan: Replay,
  { by, perSecond }: { by: string; perSecond: number },
): Promise<string | null> {
  const [locked] = (await tx.query(
    'SELECT state, stop_reason AS "stopReason" FROM ops.replays WHERE id = $1 FOR UPDATE',
    [plan.id],
  )) as [{ state: string; stopReason: string | null } | undefined];
  if (locked?.state !== plan.state)
    throw new ReplayRefused(
      'not_to_be_confirmed',
      'Somebody else has confirmed it meanwhile.',
      `callbook dlq replay --report ${plan.id}`,
    );
  await lettersMustBeUnchanged(tx, plan.id);
  await claimQueues(tx, plan.id);
  await tx.query(
    `UPDATE ops.replays SET state = 'running', confirmed_by = $2, confirmed_at = now(), per_second = $3, stop_reason = NULL,
       stop_detail = NULL, stopped_by = NULL, ended_at = NULL, worker = NULL, lease_until = NULL
     WHERE id = $1`,
    [plan.id, by, perSecond],
  );
  return locked.stopReason;
}

async function settleUnsent(tx: EntityManager, replayId: string): Promise<void> {
  await tx.query(
    `WITH settled AS (
       UPDATE ops.replay_items SET state = 'settled', settled_at = now(),
         result = CASE WHEN handled_before THEN 'handled_before' WHEN prediction = 'fail' THEN 'left' ELSE 'too_late' END
       WHERE replay_id = $1 AND state = 'pending' AND (handled_before OR prediction IN ('fail', 'too_late'))
       RETURNING dead_letter_id, result)
     UPDATE ops.dead_letters AS letter SET state = CASE settled.result WHEN 'too_late' THEN 'too_late' ELSE 'resolved' END, state_since = now()
     FROM settled WHERE letter.id = settled.dead_letter_id AND letter.state = 'open' AND settled.result <> 'left'`,
    [replayId],
  );
}
