import type { DataSource } from 'typeorm';
import { isOurId } from '../dead-letters/letter-ids';
import { handledMessages } from './handled-messages';
import { type CurrentItem, ReplayRows } from './replay-rows.repository';
import { settleItem } from './settle-item';

/** Of replays that have stopped; each has one message under way at most. */
const mostAtOnce = 100;

/**
 * Settles letters that were sent and that no running replay looks after: what a replay stopped at, what it was stopped after,
 * and what was sent alone. A minute or an hour later its consumer may have handled it, or it may have died again. What is
 * not as it was predicted is why its replay has stopped, from then on.
 */
export async function settleSent(database: DataSource): Promise<void> {
  const rows = new ReplayRows(database);
  for (const item of await endedItems(database))
    await settleItem(rows, { replayId: item.replayId, worker: null }, item);
  await resolveOthers(database);
}

/** Those whose end can be seen. */
async function endedItems(database: DataSource): Promise<(CurrentItem & { readonly replayId: string })[]> {
  return database.query(
    `SELECT item.replay_id AS "replayId", item.place, item.dead_letter_id AS "letterId", item.queue,
       item.message_id AS "messageId", item.changes, item.state
     FROM ops.replay_items AS item
     JOIN ops.replays AS replay ON replay.id = item.replay_id AND replay.state = 'stopped'
     LEFT JOIN ops.dead_letters AS letter ON letter.id = item.dead_letter_id
     WHERE item.state = 'sent' AND (letter.state IS DISTINCT FROM 'replaying' OR EXISTS (
       SELECT FROM ${handledMessages} AS seen WHERE seen.message_id = item.message_id AND seen.queue = item.queue))
     LIMIT $1`,
    [mostAtOnce],
  );
}

/**
 * By the event's id, which is the message id of all that our publishers send. A letter about which somebody decides at this
 * moment has its turn at the next look. `OFFSET 0` has each letter looked up by itself: joined, all function calls there ever were would
 * be gone through.
 */
async function resolveOthers(database: DataSource): Promise<void> {
  await database.query(
    `UPDATE ops.dead_letters SET state = 'resolved', state_since = now()
     WHERE id IN (
       SELECT id FROM ops.dead_letters AS letter
       WHERE state = 'replaying'
         AND NOT EXISTS (SELECT FROM ops.replay_items WHERE dead_letter_id = letter.id AND state = 'sent')
         AND EXISTS (SELECT FROM ${handledMessages} AS seen WHERE seen.queue = letter.queue AND seen.message_id =
           CASE WHEN ${isOurId('letter.message_id')} THEN letter.message_id::uuid END OFFSET 0)
       FOR UPDATE OF letter SKIP LOCKED)`,
  );
}
