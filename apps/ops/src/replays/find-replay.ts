import type { EntityManager } from 'typeorm';
import { ReplayRefused } from './replay-refused';

type Queries = Pick<EntityManager, 'query'>;

export type ReplayState = 'planning' | 'planned' | 'running' | 'stopped' | 'finished';

export interface Replay {
  readonly id: string;
  readonly hash: string;
  readonly state: ReplayState;
  readonly plannedBy: string;
  readonly plannedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly perSecond: number;
  readonly stopReason: string | null;
  readonly stopDetail: string | null;
  /** The operator who ended it; null when it stopped by itself. */
  readonly stoppedBy: string | null;
  readonly endedAt: Date | null;
  /** Whether an ops process works on it now. */
  readonly isTaken: boolean;
}

const columns = `id, hash, state, planned_by AS "plannedBy", planned_at AS "plannedAt", confirmed_by AS "confirmedBy",
  confirmed_at AS "confirmedAt", per_second AS "perSecond", stop_reason AS "stopReason", stop_detail AS "stopDetail", stopped_by AS "stoppedBy",
  ended_at AS "endedAt", coalesce(lease_until > now(), false) AS "isTaken"`;

/** By id, by hash, or by the beginning of either; of several plans with one hash the newest. @throws ReplayRefused */
export async function findReplay(db: Queries, asked: string): Promise<Replay> {
  const beginning = asked.trim().toLowerCase();
  const rows = /^[0-9a-f-]{8,64}$/.test(beginning)
    ? ((await db.query(
        `SELECT ${columns} FROM ops.replays
         WHERE state <> 'planning' AND (starts_with(hash, $1) OR starts_with(id::text, $1)) ORDER BY planned_at DESC LIMIT 50`,
        [beginning],
      )) as Replay[])
    : [];
  const [newest] = rows;
  if (!newest || rows.some(({ hash }) => hash !== newest.hash)) {
    const what = newest ? 'More than one plan begins with that.' : 'There is no such plan.';
    throw new ReplayRefused('unknown_plan', what, 'Give its whole hash or id; callbook dlq plan makes a new one.');
  }
  return newest;
}
