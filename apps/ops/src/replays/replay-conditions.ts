import type { QueueLook } from '@callbook/messaging';
import type { DataSource, EntityManager } from 'typeorm';
import type { Replay } from './find-replay';
import { planAgain, ReplayRefused } from './replay-refused';

/** Predictions that are older say too little about now. */
export const planGoodForMs = 15 * 60_000;

/** How a queue is at the broker; undefined when it is gone. */
export type Look = (queue: string) => Promise<QueueLook | undefined>;

/** @throws ReplayRefused */
export function mustBeFresh({ plannedAt }: Replay, now: Date): void {
  const minutes = Math.floor((now.getTime() - plannedAt.getTime()) / 60_000);
  if (now.getTime() - plannedAt.getTime() > planGoodForMs)
    throw new ReplayRefused(
      'stale',
      `The plan is ${minutes} minutes old: what it predicts may not be so any more.`,
      planAgain,
    );
}

/** @throws ReplayRefused when a queue is gone, or nobody consumes it */
export async function queuesMustBeThere(database: DataSource, look: Look, replayId: string): Promise<void> {
  const queues = (await database.query(
    `SELECT DISTINCT queue FROM ops.replay_items WHERE replay_id = $1 AND state <> 'settled' ORDER BY queue`,
    [replayId],
  )) as { queue: string }[];
  for (const { queue } of queues) {
    const found = await look(queue);
    if (!found)
      throw new ReplayRefused(
        'queue_gone',
        `The queue ${queue} is gone.`,
        'callbook topology declare makes the queues of this version; letters of a consumer that was given up can be discarded.',
      );
    if (found.consumers === 0)
      throw new ReplayRefused(
        'nobody_consumes',
        `Nobody consumes the queue ${queue}.`,
        `Start ${queue.split('.')[0]}, then plan again.`,
      );
  }
}

/** Until the transaction ends nobody decides anything else about them. @throws ReplayRefused when a letter is not as it was when the plan was made */
export async function lettersMustBeUnchanged(tx: EntityManager, replayId: string): Promise<void> {
  await tx.query(
    `SELECT FROM ops.dead_letters WHERE id IN (
       SELECT dead_letter_id FROM ops.replay_items WHERE replay_id = $1 AND state = 'pending')
     ORDER BY id FOR UPDATE`,
    [replayId],
  );
  const changed = (await tx.query(
    `SELECT item.dead_letter_id AS id, coalesce(letter.state, 'gone') AS state,
       letter.id IS NOT NULL AND coalesce(edit.body_digest, letter.body_digest) <> item.body_digest AS edited
     FROM ops.replay_items AS item
     LEFT JOIN ops.dead_letters AS letter ON letter.id = item.dead_letter_id
     LEFT JOIN ops.dead_letter_edits AS edit ON edit.dead_letter_id = letter.id AND edit.undone_at IS NULL
     WHERE item.replay_id = $1 AND item.state = 'pending'
       AND (letter.state IS DISTINCT FROM 'open' OR coalesce(edit.body_digest, letter.body_digest) IS DISTINCT FROM item.body_digest)
     ORDER BY item.place`,
    [replayId],
  )) as { id: string; state: string; edited: boolean }[];
  const [first] = changed;
  if (!first) return;
  const how = first.state === 'open' ? 'was edited' : `is ${first.state}`;
  const others = changed.length > 1 ? `, and ${changed.length - 1} more have changed` : '';
  throw new ReplayRefused('changed', `The dead letter ${first.id} ${how}${others} since the plan was made.`, planAgain);
}

/** For this replay alone, until it ends. @throws ReplayRefused when another one has one of them */
export async function claimQueues(tx: EntityManager, replayId: string): Promise<void> {
  // In one order, so that two operators who confirm at once wait for each other and one of them is told.
  await tx.query('LOCK TABLE ops.replayed_queues IN SHARE ROW EXCLUSIVE MODE');
  const [busy] = (await tx.query(
    `SELECT held.queue, held.replay_id AS id, replay.confirmed_by AS by FROM ops.replayed_queues AS held
     JOIN ops.replays AS replay ON replay.id = held.replay_id
     WHERE held.queue IN (SELECT queue FROM ops.replay_items WHERE replay_id = $1 AND state <> 'settled') ORDER BY held.queue`,
    [replayId],
  )) as { queue: string; id: string; by: string }[];
  if (busy)
    throw new ReplayRefused(
      'queue_busy',
      `${busy.by} is replaying to ${busy.queue} at this moment (${busy.id}).`,
      `Wait for it: callbook dlq replay --report ${busy.id}. Then plan again.`,
    );
  await tx.query(
    `INSERT INTO ops.replayed_queues (queue, replay_id)
     SELECT DISTINCT queue, replay_id FROM ops.replay_items WHERE replay_id = $1 AND state <> 'settled'`,
    [replayId],
  );
}
