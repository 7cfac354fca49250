import type { EntityManager } from 'typeorm';
import type { Message } from './records';

/** A message an operator sent again, and what it did. */
export interface ReplayedMessage extends Pick<Message, 'id' | 'queue'> {
  readonly replayId: string;
  /** As `effectLines` tells it. */
  readonly effect: readonly string[];
}

/** Tells, with the memory of these messages in the inbox, what they did: whoever replays reads it there. */
export async function reportReplayed(tx: EntityManager, messages: readonly ReplayedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ id, queue, replayId, effect }) => ({ id, queue, replay_id: replayId, effect }));
  await tx.query(
    `UPDATE records.inbox SET replay_id = told.replay_id, effect = told.effect
     FROM jsonb_to_recordset($1::jsonb) AS told (id uuid, queue text, replay_id uuid, effect jsonb)
     WHERE message_id = told.id AND inbox.queue = told.queue`,
    [JSON.stringify(rows)],
  );
}
