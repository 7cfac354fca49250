import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';

/** What tells one handling from another: the same message may be for several queues. */
export interface InboxMessage {
  readonly id: string;
  readonly queue: string;
}

/** Remembers which messages a queue's consumer has handled, in the same transaction as their effect. */
export class Inbox {
  constructor(
    private readonly dataSource: DataSource,
    private readonly schema: string,
  ) {}

  /**
   * Runs `work` exactly once per message and queue: the effect and the memory of it commit together or not at all.
   * A copy that arrives meanwhile waits for the first to end. `work` may be run again after a deadlock, so it must do
   * nothing outside `tx`.
   */
  async once(message: InboxMessage, work: (tx: EntityManager) => Promise<void>): Promise<'handled' | 'duplicate'> {
    return inTransaction(this.dataSource, async (tx) => {
      const inserted = (await tx.query(
        `INSERT INTO ${this.schema}.inbox (message_id, queue) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1 AS new`,
        [message.id, message.queue],
      )) as unknown[];
      if (inserted.length === 0) return 'duplicate';
      await work(tx);
      return 'handled';
    });
  }
}
