import { inTransaction } from '@callbook/database';
import { isBrokerAway, NackedError, type QueueSender, UnroutableError } from '@callbook/messaging';
import { counter } from '@callbook/observability';
import type { DataSource } from 'typeorm';
import { letterSubject, writeAudit } from '../audit/audit';
import { isOurId } from './letter-ids';
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
  /** With this one. */
  readonly tries: number;
  /** Before it was marked; `replaying`: an earlier send of it may have arrived. */
  readonly wasState: 'open' | 'replaying';
  /** As the database says it. */
  readonly wasSince: string;
}

/** One that was marked, and of which nothing was heard since. */
const isUnsure = `state = 'replaying' AND alone AND alone_next_at < now() ORDER BY alone_next_at`;

/** A queue that has just refused a letter would refuse the next: all of them wait for the next try. */
const hasTurn = `died_of = 'delivery_limit' AND state = 'open' AND NOT alone AND coalesce(retries, 0) = 0
    AND ${isOurId('message_id')}
    AND dead_at < now() - ${restMs} * interval '1 millisecond'
    AND NOT EXISTS (SELECT FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL)
    AND NOT EXISTS (
      SELECT FROM ops.dead_letters AS flying WHERE flying.queue = letter.queue AND flying.alone AND flying.state = 'replaying'
        AND (flying.state_since > now() - ${aloneMs} * interval '1 millisecond' OR flying.alone_next_at > now()))
    AND queue NOT IN (
      SELECT queue FROM ops.dead_letters WHERE died_of = 'delivery_limit' AND state = 'open' AND NOT alone AND alone_next_at > now())
  ORDER BY dead_at, id`;

/**
 * A message that died of the delivery limit and of nothing else may only have been held beside the one that killed its
 * consumer. It is sent to its queue once more, one of a queue at a time, so that each dies alone of what is its own fault. One
 * that dies again, failed before, was edited, has no id to see its end by, or whose queue is gone or refuses it, waits for an
 * operator. It is marked before it is sent, and sent again after a while when it is not known whether it was: its consumer takes
 * the copies out. When nobody can say that after several tries it is sent no more, and stays on its way until its end is seen
 * or an operator opens it.
 */
export class ReplayAlone {
  constructor(
    private readonly database: DataSource,
    private readonly sender: Pick<QueueSender, 'send' | 'look'>,
    /** Milliseconds; default a minute. */
    private readonly retryMs = againAfterMs,
  ) {}

  /** One letter. @returns whether there may be more at once. @throws Error when broker or database are away */
  async execute(): Promise<boolean> {
    const unsure = await this.next(isUnsure);
    if (unsure) await this.send(unsure);
    const next = await this.next(hasTurn);
    if (next) await this.send(next);
    return unsure !== undefined || next !== undefined;
  }

  /** The first of them, marked. */
  private async next(which: string): Promise<AloneLetter | undefined> {
    const [first] = (await this.database.query(
      `SELECT queue FROM ops.dead_letters AS letter WHERE ${which} LIMIT 1`,
    )) as { queue: string }[];
    if (!first) return undefined;
    // Nothing is marked while there is no broker to take it: an alert would be over, and begin anew, each second.
    await this.sender.look(first.queue);
    return inTransaction(this.database, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [choosersLock]);
      const [rows] = (await tx.query(
        `WITH was AS MATERIALIZED (
           SELECT id, state, state_since FROM ops.dead_letters AS letter WHERE ${which} LIMIT 1 FOR UPDATE SKIP LOCKED)
         UPDATE ops.dead_letters AS marked SET alone = true, state = 'replaying', alone_tries = marked.alone_tries + 1,
           alone_next_at = now() + $1 * interval '1 millisecond',
           state_since = CASE WHEN was.state = 'replaying' THEN was.state_since ELSE now() END
         FROM was WHERE marked.id = was.id
         RETURNING marked.id, queue, alone_tries AS tries, message_id AS "messageId", correlation_id AS "correlationId", properties,
           headers, body, was.state AS "wasState", was.state_since::text AS "wasSince"`,
        [this.retryMs],
      )) as [AloneLetter[], number];
      return rows[0];
    });
  }

  private async send(letter: AloneLetter): Promise<void> {
    try {
      await this.sender.send(letter.queue, messageOf(letter, letter.id));
    } catch (error) {
      if (isBrokerAway(error)) {
        await this.takeBack(letter, { isTry: false });
        throw error;
      }
      const isRefused = error instanceof NackedError || error instanceof UnroutableError;
      const mayHaveIt = letter.wasState === 'replaying' || !isRefused;
      if (error instanceof UnroutableError) return this.leave(letter, mayHaveIt, 'there is no such queue');
      if (letter.tries >= mostTries) {
        const why = mayHaveIt ? 'the broker did not say whether it took it' : 'the broker did not take it';
        return this.leave(letter, mayHaveIt, why);
      }
      if (!isRefused) throw error;
      return this.takeBack(letter, { isTry: true });
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

  /** This time it was not sent: it is as it was before, and its turn comes again. Unless somebody has marked it since. */
  private async takeBack(
    { id, wasState, wasSince, tries }: AloneLetter,
    { isTry }: { readonly isTry: boolean },
  ): Promise<void> {
    await this.database.query(
      `UPDATE ops.dead_letters SET state = $2, alone = ($2 = 'replaying'), state_since = $3::timestamptz, alone_tries = $4
       WHERE id = $1 AND state = 'replaying' AND alone_tries = $5`,
      [id, wasState, wasSince, isTry ? tries : tries - 1, tries],
    );
  }

  /** To an operator; what its consumer may have got is open only when it dies again, or the operator says so. */
  private async leave({ id }: AloneLetter, mayHaveIt: boolean, why: string): Promise<void> {
    await inTransaction(this.database, async (tx) => {
      await tx.query(
        `UPDATE ops.dead_letters SET alone_next_at = NULL, state = CASE WHEN $2 THEN state ELSE 'open' END,
           state_since = CASE WHEN $2 THEN state_since ELSE now() END
         WHERE id = $1 AND state = 'replaying'`,
        [id, mayHaveIt],
      );
      await writeAudit(tx, { actor: 'callbook', act: 'not sent alone', subjects: [letterSubject(id)], why });
    });
  }
}
