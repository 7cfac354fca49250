import type { Outgoing } from '../dead-letters/message-of';
import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import type { Effect } from './effect';
import { endReplay, type Stop, tellAfterStop } from './end-replay';
import type { Ending } from './ending';
import { handledMessages } from './handled-messages';

export interface RunningReplay {
  readonly id: string;
  readonly perSecond: number;
  /** Another one each time it is confirmed or resumed. */
  readonly run: string;
}

/** The message a replay is at. */
export interface CurrentItem {
  readonly place: number;
  readonly letterId: string;
  readonly queue: string;
  readonly messageId: string | null;
  readonly changes: Effect | null;
  readonly state: 'pending' | 'sent';
}

/** What is seen of a message that was sent. */
export interface Seen {
  /** Null: its consumer has not handled it. */
  readonly handledBy: 'this replay' | 'another delivery' | null;
  readonly did: Effect | null;
  /** It died, and lies among the dead letters again. */
  readonly diedAgain: boolean;
  readonly code: string | null;
  /** Nothing is to come of it any more: meanwhile it was discarded, settled otherwise, or erased with whom it was about. */
  readonly isGone: boolean;
}

export type Result = 'as_predicted' | 'different' | 'died_again' | 'gone';
export type StopReason = 'different' | 'died_again' | 'not_handled' | 'changed' | 'queue_gone' | 'not_accepted';

/** Who may settle a message: the worker of a running replay, or anybody (null) when the replay has stopped. */
export interface Holder {
  readonly replayId: string;
  readonly worker: string | null;
}

/**
 * The state of replays. Every step is one statement or one transaction, and is made only by the worker that holds the replay:
 * whoever dies is followed by another one that sees how far it got.
 */
export class ReplayRows {
  constructor(private readonly database: DataSource) {}

  /** A running replay nobody else works on, for this worker alone while it goes on within the lease; the longest waiting. */
  async take(worker: string, leaseMs: number): Promise<RunningReplay | undefined> {
    const [rows] = (await this.database.query(
      `UPDATE ops.replays SET worker = $1, lease_until = now() + $2 * interval '1 millisecond'
       WHERE id = (SELECT id FROM ops.replays
                   WHERE state = 'running' AND (worker = $1 OR lease_until IS NULL OR lease_until < now())
                   ORDER BY lease_until NULLS FIRST, confirmed_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, per_second AS "perSecond", confirmed_at::text AS run`,
      [worker, leaseMs],
    )) as [RunningReplay[], number];
    return rows[0];
  }

  /**
   * The first in order that is not settled: only that one may have been sent. Undefined: all is done.
   * @param from a place before which all is settled
   */
  async current(replayId: string, from: number): Promise<CurrentItem | undefined> {
    const rows = (await this.database.query(
      `SELECT place, dead_letter_id AS "letterId", queue, message_id AS "messageId", changes, state
       FROM ops.replay_items WHERE replay_id = $1 AND place >= $2 AND state <> 'settled' ORDER BY place LIMIT 1`,
      [replayId, from],
    )) as CurrentItem[];
    return rows[0];
  }

  /**
   * Marks the message as sent, before it is, and gives it. `changed`: the letter is not as it was planned. `not_mine`: the
   * replay is not this worker's any more, or was stopped. What never had a message id goes out, and dies, under one from now on.
   */
  async send(
    replayId: string,
    worker: string,
    { place, state }: CurrentItem,
  ): Promise<Outgoing | 'changed' | 'not_mine'> {
    const rows = (await this.database.query(
      `WITH mine AS (SELECT id FROM ops.replays WHERE id = $1 AND worker = $2 AND state = 'running' FOR UPDATE),
       letter AS (
         UPDATE ops.dead_letters AS letter SET state = 'replaying', state_since = now(), alone_next_at = NULL,
           message_id = coalesce(letter.message_id, item.message_id::text, letter.id::text)
         FROM mine, ops.replay_items AS item
         WHERE item.replay_id = mine.id AND item.place = $3 AND letter.id = item.dead_letter_id AND letter.state = $4
           AND item.body_digest = coalesce(
             (SELECT body_digest FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL), letter.body_digest)
         RETURNING letter.*),
       item AS (
         UPDATE ops.replay_items SET state = 'sent', sent_at = now(), sends = sends + 1
         WHERE replay_id = $1 AND place = $3 AND EXISTS (SELECT FROM letter))
       SELECT letter.id IS NULL AS "isChanged", message_id AS "messageId", correlation_id AS "correlationId", properties, headers,
         coalesce((SELECT body FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL), body) AS body
       FROM mine LEFT JOIN letter ON true`,
      [replayId, worker, place, state === 'sent' ? 'replaying' : 'open'],
    )) as (Outgoing & { readonly isChanged: boolean })[];
    const [row] = rows;
    if (!row) return 'not_mine';
    return row.isChanged ? 'changed' : row;
  }

  /**
   * The message was not sent after all: what was sent before still is, the others are as they were. Also when an operator
   * has stopped the replay since.
   */
  async takeBack(replayId: string, worker: string, { place, letterId, state }: CurrentItem): Promise<void> {
    await this.database.query(
      `WITH mine AS (SELECT id FROM ops.replays WHERE id = $1 AND worker = $2 AND state IN ('running', 'stopped') FOR UPDATE),
       item AS (
         UPDATE ops.replay_items AS item SET state = $5, sends = sends - 1 FROM mine
         WHERE replay_id = mine.id AND place = $3 AND item.state = 'sent' RETURNING 1)
       UPDATE ops.dead_letters SET state = 'open', state_since = now()
       WHERE id = $4 AND state = 'replaying' AND $5 = 'pending' AND EXISTS (SELECT FROM item)`,
      [replayId, worker, place, letterId, state],
    );
  }

  async look(replayId: string, { letterId, queue, messageId }: CurrentItem): Promise<Seen> {
    const [row] = (await this.database.query(
      `SELECT coalesce(letter.state NOT IN ('open', 'replaying'), true) AS "isGone",
         coalesce(letter.state = 'open', false) AS "diedAgain", letter.code, handled.effect AS did,
         CASE WHEN handled.message_id IS NULL THEN NULL
              WHEN handled.replay_id = $1 THEN 'this replay' ELSE 'another delivery' END AS "handledBy"
       FROM (SELECT $2::uuid AS id) AS asked
       LEFT JOIN ops.dead_letters AS letter USING (id)
       LEFT JOIN LATERAL (SELECT * FROM ${handledMessages} AS seen WHERE message_id = $3 AND queue = $4 LIMIT 1)
         AS handled ON true`,
      [replayId, letterId, messageId, queue],
    )) as [Seen];
    return row;
  }

  /**
   * Together with it a surprise stops the replay, or is told of one that has stopped.
   * @returns whether it is settled now, and by this
   */
  async settle(holder: Holder, item: CurrentItem, ending: Ending): Promise<boolean> {
    const { surprise } = ending;
    if (!surprise) return settleRow(this.database, holder, item, ending);
    const why = { reason: surprise.reason, detail: detailOf(item, surprise.how) };
    const { replayId, worker } = holder;
    return inTransaction(this.database, async (tx) => {
      if (!(await settleRow(tx, holder, item, ending))) return false;
      if (worker === null) await tellAfterStop(tx, replayId, item, why);
      else await endReplay(tx, replayId, worker, why);
      return true;
    });
  }

  /** Which of these rows, as effects name them, messages of this replay have had to do with that came before. */
  async touchedBefore(replayId: string, place: number, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = (await this.database.query(
      `SELECT DISTINCT subject FROM ops.replay_items AS item
       CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(item.did, '[]')) AS line
       CROSS JOIN LATERAL regexp_split_to_table(line, ' ') AS subject
       WHERE item.replay_id = $1 AND item.place < $2 AND item.state = 'settled' AND subject = ANY ($3)`,
      [replayId, place, subjects],
    )) as { subject: string }[];
    return new Set(rows.map(({ subject }) => subject));
  }

  async stop({ id }: RunningReplay, worker: string, why: Stop): Promise<void> {
    await inTransaction(this.database, (tx) => endReplay(tx, id, worker, why));
  }

  async finish({ id }: RunningReplay, worker: string): Promise<void> {
    await inTransaction(this.database, (tx) => endReplay(tx, id, worker, null));
  }
}

export const detailOf = ({ place, letterId }: CurrentItem, how: string): string =>
  `message ${place}, dead letter ${letterId}, ${how}`;

async function settleRow(
  db: Pick<EntityManager, 'query'>,
  { replayId, worker }: Holder,
  { place, letterId }: CurrentItem,
  { result, did }: Ending,
): Promise<boolean> {
  const rows = (await db.query(
    `WITH mine AS (
       SELECT id FROM ops.replays
       WHERE id = $1 AND CASE WHEN $2::uuid IS NULL THEN state = 'stopped' ELSE state = 'running' AND worker = $2 END FOR UPDATE),
     item AS (
       UPDATE ops.replay_items AS item SET state = 'settled', settled_at = now(), result = $5, did = $6::jsonb FROM mine
       WHERE replay_id = mine.id AND place = $3 AND item.state = 'sent' RETURNING 1),
     letter AS (
       UPDATE ops.dead_letters SET state = 'resolved', state_since = now()
       WHERE id = $4 AND state = 'replaying' AND $5 IN ('as_predicted', 'different') AND EXISTS (SELECT FROM item))
     SELECT FROM item`,
    [replayId, worker, place, letterId, result, did === null ? null : JSON.stringify(did)],
  )) as unknown[];
  return rows.length > 0;
}
