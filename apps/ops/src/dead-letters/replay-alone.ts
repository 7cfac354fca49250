import { inTransaction } from '@callbook/database';
import {
  BrokerBlockedError,
  NackedError,
  NotConnectedError,
  type QueueSender,
  UnroutableError,
} from '@callbook/messaging';
import { counter } from '@callbook/observability';
import type { DataSource } from 'typeorm';
import { letterSubject, writeAudit } from '../audit/audit';
import { settleSent } from '../replays/settle-sent';
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
/** After a send that was refused or not confirmed, or was never made because whoever was to make it has died. Milliseconds. */
const againAfterMs = 60_000;
/** Then it waits for an operator. */
const mostTries = 5;
/** Of two processes that choose at once, one would not see the letter the other sends. */
const choosersLock = 4_271_011;

interface AloneLetter extends Outgoing {
  readonly id: string;
  readonly queue: string;
  readonly tries: number;
}

/**
 * A message that died of the delivery limit and of nothing else may only have been held beside the one that killed its
 * consumer. It is sent to its queue once more, one of a queue at a time, so that each dies alone of what is its own fault. One
 * that dies again, failed before, was edited, has no id to see its end by, or whose queue is gone or refuses it, waits for an
 * operator. It is marked before it is sent, and sent again after a while when it is not known whether it was.
 */
export class ReplayAlone {
  constructor(
    private readonly database: DataSource,
    private readonly sender: Pick<QueueSender, 'send'>,
    /** Milliseconds; default a minute. */
    private readonly retryMs = againAfterMs,
  ) {}

  /** One letter. @returns whether there may be more at once. @throws Error when broker or database are away */
  async execute(): Promise<boolean> {
    await settleSent(this.database);
    const unsure = await this.nextUnsure();
    if (unsure) await this.send(unsure, true);
    const next = await this.nextOpen();
    if (next) await this.send(next, false);
    return unsure !== undefined || next !== undefined;
  }

  /** One that was marked, and of which nothing was heard since. */
  private nextUnsure(): Promise<AloneLetter | undefined> {
    return this.mark(`state = 'replaying' AND alone AND alone_next_at < now() ORDER BY alone_next_at`);
  }

  private nextOpen(): Promise<AloneLetter | undefined> {
    return inTransaction(this.database, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [choosersLock]);
      return this.mark(
        `died_of = 'delivery_limit' AND state = 'open' AND NOT alone AND coalesce(retries, 0) = 0
           AND message_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
           AND dead_at < now() - ${restMs} * interval '1 millisecond' AND coalesce(alone_next_at < now(), true)
           AND NOT EXISTS (SELECT FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL)
           AND NOT EXISTS (
             SELECT FROM ops.dead_letters AS flying WHERE flying.queue = letter.queue AND flying.alone AND flying.state = 'replaying'
               AND flying.state_since > now() - ${aloneMs} * interval '1 millisecond')
         ORDER BY dead_at, id`,
        tx,
      );
    });
  }

  private async mark(which: string, db: Pick<DataSource, 'query'> = this.database): Promise<AloneLetter | undefined> {
    const [rows] = (await db.query(
      `UPDATE ops.dead_letters SET alone = true, state = 'replaying', alone_tries = alone_tries + 1,
         alone_next_at = now() + $1 * interval '1 millisecond',
         state_since = CASE WHEN state = 'replaying' THEN state_since ELSE now() END
       WHERE id = (SELECT id FROM ops.dead_letters AS letter WHERE ${which} LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, queue, alone_tries AS tries, message_id AS "messageId", correlation_id AS "correlationId", properties,
         headers, body`,
      [this.retryMs],
    )) as [AloneLetter[], number];
    return rows[0];
  }

  /** @param isUnsure an earlier send of it may have arrived */
  private async send(letter: AloneLetter, isUnsure: boolean): Promise<void> {
    try {
      await this.sender.send(letter.queue, messageOf(letter, letter.id));
    } catch (error) {
      if (error instanceof UnroutableError) return this.leave(letter, 'there is no such queue');
      if (letter.tries >= mostTries) return this.leave(letter, 'the broker did not take it, or did not say so');
      const isRefused = error instanceof NackedError;
      if (!isUnsure && (isRefused || isAway(error))) await this.takeBack(letter, isRefused);
      if (isRefused) return;
      throw error;
    }
    sent.inc({ queue: letter.queue });
    await inTransaction(this.database, async (tx) => {
      await tx.query('UPDATE ops.dead_letters SET alone_next_at = NULL WHERE id = $1', [letter.id]);
      await writeAudit(tx, {
        actor: 'callbook',
        act: 'sent alone',
        subjects: [letterSubject(letter.id)],
        why: 'it died of the delivery limit only',
      });
    });
  }

  /** It was not sent, and its turn comes again; others have theirs meanwhile. */
  private async takeBack({ id }: AloneLetter, isRefused: boolean): Promise<void> {
    await this.database.query(
      `UPDATE ops.dead_letters SET state = 'open', alone = false, state_since = now(),
         alone_tries = CASE WHEN $2 THEN alone_tries ELSE alone_tries - 1 END,
         alone_next_at = CASE WHEN $2 THEN alone_next_at END
       WHERE id = $1 AND state = 'replaying'`,
      [id, isRefused],
    );
  }

  /** To an operator. */
  private async leave({ id }: AloneLetter, why: string): Promise<void> {
    await inTransaction(this.database, async (tx) => {
      await tx.query(
        `UPDATE ops.dead_letters SET state = 'open', state_since = now(), alone_next_at = NULL WHERE id = $1 AND state = 'replaying'`,
        [id],
      );
      await writeAudit(tx, { actor: 'callbook', act: 'not sent alone', subjects: [letterSubject(id)], why });
    });
  }
}

/** Nothing was sent, nor would anything else be now. */
function isAway(error: unknown): boolean {
  return error instanceof NotConnectedError || error instanceof BrokerBlockedError;
}
