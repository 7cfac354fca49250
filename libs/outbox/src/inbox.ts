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
    let end: 'handled' | 'duplicate' = 'duplicate';
    await this.onceEach([message], async (tx) => {
      await work(tx);
      end = 'handled';
      return [];
    });
    return end;
  }

  /**
   * The same for many messages in one transaction, each of them named once. `work` gets those that are new, if there are any, in
   * the given order, and returns those that are to be forgotten again: nothing was done for them.
   */
  async onceEach<Message extends InboxMessage>(
    messages: readonly Message[],
    work: (tx: EntityManager, fresh: readonly Message[]) => Promise<readonly Message[]>,
  ): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const remembered = await this.remember(tx, messages);
      const fresh = messages.filter((message) => remembered.has(keyOf(message)));
      if (fresh.length === 0) return;
      const undone = await work(tx, fresh);
      if (undone.length > 0) await this.forget(tx, undone);
    });
  }

  /** From now on a message that the caller's own work makes, and that comes back from the broker, counts as handled. */
  async know(tx: EntityManager, message: InboxMessage): Promise<void> {
    await this.remember(tx, [message]);
  }

  /** @returns the keys of those that were not known. In an order of their own: two that share messages wait for each other once. */
  private async remember(tx: EntityManager, messages: readonly InboxMessage[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string; queue: string }[]>(
      `INSERT INTO ${this.schema}.inbox (message_id, queue)
       SELECT * FROM unnest($1::uuid[], $2::text[]) AS given (message_id, queue) ORDER BY message_id, queue
       ON CONFLICT DO NOTHING RETURNING message_id AS id, queue`,
      columnsOf(messages),
    );
    return new Set(rows.map(keyOf));
  }

  private async forget(tx: EntityManager, messages: readonly InboxMessage[]): Promise<void> {
    await tx.query(
      `DELETE FROM ${this.schema}.inbox WHERE (message_id, queue) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
      columnsOf(messages),
    );
  }
}

const keyOf = ({ id, queue }: InboxMessage): string => `${id.toLowerCase()} ${queue}`;

function columnsOf(messages: readonly InboxMessage[]): [ids: string[], queues: string[]] {
  return [messages.map(({ id }) => id), messages.map(({ queue }) => queue)];
}
