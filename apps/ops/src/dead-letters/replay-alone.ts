import { inTransaction } from '@callbook/database';
import { type QueueSender, UnroutableError } from '@callbook/messaging';
import { counter } from '@callbook/observability';
import type { DataSource, EntityManager } from 'typeorm';
import { letterSubject, writeAudit } from '../audit/audit';
import { messageOf, type Outgoing } from './message-of';

const sent = counter({
  name: 'callbook_dead_letters_sent_alone_total',
  help: 'Letters that died of the delivery limit alone and were sent once by themselves, by queue',
  labelNames: ['queue'],
});

/** The broker tells the time of a death to the second: another death within it would be taken for the same. Milliseconds. */
const restMs = 5_000;
/** How long a letter keeps others of its queue back while it is neither handled nor dead. Milliseconds. */
const aloneMs = 10 * 60_000;

interface AloneLetter extends Outgoing {
  readonly id: string;
  readonly queue: string;
}

/**
 * A message that died of the delivery limit and of nothing else may only have been held beside the one that killed its
 * consumer. It is sent to its queue once more, one of a queue at a time, so that each dies alone of what is its own fault. One
 * that dies again, failed before, was edited, or belongs to a queue that is gone, waits for an operator.
 */
export class ReplayAlone {
  constructor(
    private readonly database: DataSource,
    private readonly sender: Pick<QueueSender, 'send'>,
  ) {}

  /** One letter. @returns whether there may be more at once. @throws Error when broker or database are away */
  async execute(): Promise<boolean> {
    await this.resolveHandled();
    return inTransaction(this.database, (tx) => this.sendNext(tx));
  }

  /**
   * Sent before it is committed that it was: whoever dies in between sends it a second time, which its consumer takes out. If
   * it dies again at once, the mover waits for this transaction.
   */
  private async sendNext(tx: EntityManager): Promise<boolean> {
    const [rows] = (await tx.query(
      `UPDATE ops.dead_letters SET alone = true, state = 'replaying', state_since = now()
       WHERE id = (
         SELECT id FROM ops.dead_letters AS letter
         WHERE died_of = 'delivery_limit' AND state = 'open' AND NOT alone AND coalesce(retries, 0) = 0
           AND dead_at < now() - $1 * interval '1 millisecond'
           AND NOT EXISTS (SELECT FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL)
           AND NOT EXISTS (
             SELECT FROM ops.dead_letters AS flying WHERE flying.queue = letter.queue AND flying.alone AND flying.state = 'replaying'
               AND flying.state_since > now() - $2 * interval '1 millisecond')
         ORDER BY dead_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, queue, message_id AS "messageId", correlation_id AS "correlationId", properties, headers, body`,
      [restMs, aloneMs],
    )) as [AloneLetter[], number];
    const [letter] = rows;
    if (!letter) return false;
    const isGone = await this.isQueueGone(letter);
    if (isGone) await tx.query(`UPDATE ops.dead_letters SET state = 'open' WHERE id = $1`, [letter.id]);
    else sent.inc({ queue: letter.queue });
    await writeAudit(tx, {
      actor: 'callbook',
      act: isGone ? 'not sent alone' : 'sent alone',
      subjects: [letterSubject(letter.id)],
      why: isGone ? 'there is no such queue' : 'it died of the delivery limit only',
    });
    return true;
  }

  /** @throws PublishError when it cannot be told */
  private async isQueueGone(letter: AloneLetter): Promise<boolean> {
    try {
      await this.sender.send(letter.queue, messageOf(letter, letter.id));
      return false;
    } catch (error) {
      if (error instanceof UnroutableError) return true;
      throw error;
    }
  }

  /** By the event's id, which is the message id of all that our publishers send. */
  private async resolveHandled(): Promise<void> {
    const views = ['records.handled_messages_v1', 'booking.handled_messages_v1', 'ops.handled_messages'];
    const isIn = (view: string) =>
      `EXISTS (SELECT FROM ${view} AS seen WHERE seen.queue = letter.queue AND seen.message_id =
        CASE WHEN letter.message_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN letter.message_id::uuid END)`;
    await this.database.query(
      `UPDATE ops.dead_letters AS letter SET state = 'resolved', state_since = now()
       WHERE alone AND state = 'replaying' AND (${views.map(isIn).join(' OR ')})`,
    );
  }
}
