import type { EntityManager } from 'typeorm';
import type { Replay } from './find-replay';

type Queries = Pick<EntityManager, 'query'>;

/** What was predicted, and what became of it, and how often. */
export interface ReportLine {
  readonly queue: string;
  readonly prediction: string;
  readonly code: string | null;
  readonly reason: string;
  readonly state: 'pending' | 'sent' | 'settled';
  readonly result: string | null;
  readonly count: number;
}

export interface ReplayedLetter {
  readonly place: number;
  readonly letterId: string;
  readonly messageId: string | null;
  readonly queue: string;
  readonly prediction: string;
  readonly code: string | null;
  readonly reason: string;
  readonly changes: readonly string[] | null;
  readonly state: string;
  readonly result: string | null;
  readonly did: readonly string[] | null;
  readonly sends: number;
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
}

export interface ReplayCounts {
  readonly messages: number;
  readonly pending: number;
  readonly sent: number;
  readonly settled: number;
  /** Settled as predicted, without being sent for some. */
  readonly asPredicted: number;
  readonly different: number;
  readonly diedAgain: number;
  readonly tooLate: number;
  readonly left: number;
  readonly handledBefore: number;
  readonly gone: number;
  /** Copies that were sent a second time, because it was not known whether the first had arrived. */
  readonly sentTwice: number;
}

/** Counts of a replay, or of a plan. */
export async function countReplay(db: Queries, replayId: string): Promise<ReplayCounts> {
  const results = {
    asPredicted: 'as_predicted',
    different: 'different',
    diedAgain: 'died_again',
    tooLate: 'too_late',
    left: 'left',
    handledBefore: 'handled_before',
    gone: 'gone',
  };
  const counted = Object.entries(results)
    .map(([name, result]) => `count(*) FILTER (WHERE result = '${result}')::integer AS "${name}"`)
    .join(', ');
  const [counts] = (await db.query(
    `SELECT count(*)::integer AS messages, count(*) FILTER (WHERE state = 'pending')::integer AS pending,
       count(*) FILTER (WHERE state = 'sent')::integer AS sent, count(*) FILTER (WHERE state = 'settled')::integer AS settled,
       count(*) FILTER (WHERE sends > 1)::integer AS "sentTwice", ${counted}
     FROM ops.replay_items WHERE replay_id = $1`,
    [replayId],
  )) as [ReplayCounts];
  return counts;
}

/** Predicted and actual, in as few lines as say it all; the most frequent first. */
export async function summariseReplay(db: Queries, { id }: Pick<Replay, 'id'>): Promise<ReportLine[]> {
  return (await db.query(
    `SELECT queue, prediction, code, min(reason) AS reason, state, result, count(*)::integer AS count
     FROM ops.replay_items WHERE replay_id = $1
     GROUP BY queue, prediction, code, CASE WHEN prediction = 'fail' THEN NULL ELSE reason END, state, result
     ORDER BY count(*) DESC, queue, prediction`,
    [id],
  )) as ReportLine[];
}

/** Message by message, in order. */
export async function listReplayed(
  db: Queries,
  replayId: string,
  { after = 0, limit }: { readonly after?: number; readonly limit: number },
): Promise<ReplayedLetter[]> {
  return (await db.query(
    `SELECT place, dead_letter_id AS "letterId", message_id AS "messageId", queue, prediction, code, reason, changes, state, result, did,
       sends, sent_at AS "sentAt", settled_at AS "settledAt"
     FROM ops.replay_items WHERE replay_id = $1 AND place > $2 ORDER BY place LIMIT $3`,
    [replayId, after, limit],
  )) as ReplayedLetter[];
}
