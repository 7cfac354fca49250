import type { Outgoing } from '../dead-letters/message-of';
import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import { writeAudit } from '../audit/audit';
import type { Effect } from './effect';
import { replaySubject } from './plan-replay';

export interface RunningReplay {
  readonly id: string;
  readonly hash: string;
  readonly confirmedBy: string;
  readonly perSecond: number;
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

/** What became of a message that was sent. */
export interface Seen {
  /** Null: its consumer has not handled it. */
  readonly handledBy: 'this replay' | 'another delivery' | null;
  readonly did: Effect | null;
  /** It died, and lies among the dead letters again. */
  readonly diedAgain: boolean;
  readonly code: string | null;
  /** The letter is gone: whom it was about was erased. */
  readonly isGone: boolean;
}

export type Result = 'as_predicted' | 'different' | 'died_again' | 'gone';
export type StopReason = 'different' | 'died_again' | 'not_handled' | 'changed' | 'queue_gone' | 'not_accepted';

/** Where each consumer's app shows what was handled. */
const handledView: Readonly<Record<string, string>> = {
  records: 'SELECT message_id, queue, replay_id, effect FROM records.handled_messages_v1',
  booking: 'SELECT message_id, queue, replay_id, effect FROM booking.handled_messages_v1',
  ops: 'SELECT message_id, queue, replay_id, NULL::jsonb AS effect FROM ops.handled_messages',
};

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
       RETURNING id, hash, confirmed_by AS "confirmedBy", per_second AS "perSecond"`,
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
   * Marks the message as sent, before it is, and gives it. Undefined when the letter is not as it was planned, or the replay
   * is not this worker's any more.
   */
  async send(replayId: string, worker: string, { place, state }: CurrentItem): Promise<Outgoing | undefined> {
    const rows = (await this.database.query(
      `WITH mine AS (SELECT id FROM ops.replays WHERE id = $1 AND worker = $2 AND state = 'running' FOR UPDATE),
       letter AS (
         UPDATE ops.dead_letters AS letter SET state = 'replaying', state_since = now()
         FROM mine, ops.replay_items AS item
         WHERE item.replay_id = mine.id AND item.place = $3 AND letter.id = item.dead_letter_id AND letter.state = $4
           AND item.body_digest = coalesce(
             (SELECT body_digest FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL), letter.body_digest)
         RETURNING letter.*),
       item AS (
         UPDATE ops.replay_items SET state = 'sent', sent_at = now(), sends = sends + 1
         WHERE replay_id = $1 AND place = $3 AND EXISTS (SELECT FROM letter))
       SELECT message_id AS "messageId", correlation_id AS "correlationId", properties, headers,
         coalesce((SELECT body FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id AND undone_at IS NULL), body) AS body
       FROM letter`,
      [replayId, worker, place, state === 'sent' ? 'replaying' : 'open'],
    )) as Outgoing[];
    return rows[0];
  }

  /** The message was not sent after all: what was sent before still is, the others are as they were. */
  async takeBack(replayId: string, { place, letterId, state }: CurrentItem): Promise<void> {
    await this.database.query(
      `WITH item AS (UPDATE ops.replay_items SET state = $4, sends = sends - 1 WHERE replay_id = $1 AND place = $2)
       UPDATE ops.dead_letters SET state = 'open', state_since = now() WHERE id = $3 AND state = 'replaying' AND $4 = 'pending'`,
      [replayId, place, letterId, state],
    );
  }

  async look(replayId: string, { letterId, queue, messageId }: CurrentItem): Promise<Seen> {
    const view = handledView[queue.split('.')[0] ?? ''] ?? (handledView.ops as string);
    const [row] = (await this.database.query(
      `SELECT letter.id IS NULL AS "isGone", letter.state = 'open' AS "diedAgain", letter.code, handled.effect AS did,
         CASE WHEN handled.message_id IS NULL THEN NULL
              WHEN handled.replay_id = $1 OR handled.queue LIKE 'booking.%' THEN 'this replay' ELSE 'another delivery' END AS "handledBy"
       FROM (SELECT $2::uuid AS id) AS asked
       LEFT JOIN ops.dead_letters AS letter USING (id)
       LEFT JOIN LATERAL (SELECT * FROM (${view}) AS seen WHERE message_id = $3 AND queue = $4 ORDER BY effect NULLS LAST LIMIT 1)
         AS handled ON true`,
      [replayId, letterId, messageId, queue],
    )) as [Seen];
    return row;
  }

  async settle(
    replayId: string,
    worker: string,
    { place, letterId }: CurrentItem,
    { result, did }: { result: Result; did: Effect | null },
  ): Promise<void> {
    await this.database.query(
      `WITH item AS (
         UPDATE ops.replay_items SET state = 'settled', settled_at = now(), result = $5, did = $6::jsonb
         WHERE replay_id = $1 AND place = $3 AND EXISTS (SELECT FROM ops.replays WHERE id = $1 AND worker = $2 AND state = 'running')
         RETURNING 1)
       UPDATE ops.dead_letters SET state = 'resolved', state_since = now()
       WHERE id = $4 AND state = 'replaying' AND $5 IN ('as_predicted', 'different') AND EXISTS (SELECT FROM item)`,
      [replayId, worker, place, letterId, result, did === null ? null : JSON.stringify(did)],
    );
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

  async stop(replay: RunningReplay, worker: string, why: { reason: StopReason; detail: string }): Promise<void> {
    await inTransaction(this.database, (tx) => this.end(tx, replay, worker, why));
  }

  async finish(replay: RunningReplay, worker: string): Promise<void> {
    await inTransaction(this.database, (tx) => this.end(tx, replay, worker, null));
  }

  private async end(
    tx: EntityManager,
    { id, hash, confirmedBy }: RunningReplay,
    worker: string,
    why: { reason: StopReason; detail: string } | null,
  ): Promise<void> {
    const [, ended] = (await tx.query(
      `UPDATE ops.replays SET state = $3, stop_reason = $4, stop_detail = $5, ended_at = now(), worker = NULL, lease_until = NULL
       WHERE id = $1 AND worker = $2 AND state = 'running'`,
      [id, worker, why ? 'stopped' : 'finished', why?.reason ?? null, why?.detail ?? null],
    )) as [unknown, number];
    if (ended === 0) return;
    await tx.query('DELETE FROM ops.replayed_queues WHERE replay_id = $1', [id]);
    const [{ counts }] = (await tx.query(
      `SELECT coalesce(jsonb_object_agg(result, count), '{}') AS counts FROM (
         SELECT coalesce(result, 'not settled') AS result, count(*) FROM ops.replay_items WHERE replay_id = $1 GROUP BY 1) AS each`,
      [id],
    )) as [{ counts: object }];
    await writeAudit(tx, {
      actor: confirmedBy,
      act: why ? 'replay stopped' : 'replay finished',
      subjects: [replaySubject(id)],
      planHash: hash,
      result: { ...counts, ...(why && { stopped: why.reason }) },
    });
  }
}
