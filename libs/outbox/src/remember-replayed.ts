import type { ReplayedHandler } from '@callbook/messaging';
import type { DataSource } from 'typeorm';

/**
 * Notes in the inbox that a replayed message was handled, also for consumers that need no inbox to be safe against
 * repetitions: whoever replays it has nothing else to see that by.
 */
export function rememberReplayed(dataSource: DataSource, schema: string): ReplayedHandler {
  return async ({ messageId, queue }, replayId) => {
    await dataSource.query(
      `INSERT INTO ${schema}.inbox (message_id, queue, replay_id) VALUES ($1, $2, $3)
       ON CONFLICT (message_id, queue) DO UPDATE SET replay_id = EXCLUDED.replay_id WHERE inbox.replay_id IS NULL`,
      [messageId, queue, replayId],
    );
  };
}
