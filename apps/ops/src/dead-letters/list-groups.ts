import type { EntityManager } from 'typeorm';
import type { LetterState } from './dead-letter';

type Queries = Pick<EntityManager, 'query'>;

/** All letters of one cause. */
export interface LetterGroup {
  readonly id: string;
  readonly queue: string;
  readonly code: string;
  /** Normalised: holds nobody's data. */
  readonly error: string;
  readonly eventType: string | null;
  readonly company: string | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly note: string | null;
  readonly owner: string | null;
  readonly counts: Readonly<Partial<Record<LetterState, number>>>;
  /** Deaths in each of the last 24 hours, oldest first. */
  readonly trend: readonly number[];
}

export interface GroupFilter {
  readonly id?: string;
  readonly queue?: string;
  readonly code?: string;
  readonly company?: string;
  readonly owner?: string;
  /** Also those without an open letter. */
  readonly all?: boolean;
}

/** Those with the most open letters first. */
export async function listGroups(db: Queries, filter: GroupFilter = {}): Promise<LetterGroup[]> {
  const { id = null, queue = null, code = null, company = null, owner = null, all = false } = filter;
  const rows = (await db.query(
    `WITH counted AS (
       SELECT group_id, jsonb_object_agg(state, letters) AS counts, coalesce(sum(letters) FILTER (WHERE state = 'open'), 0) AS open
       FROM (SELECT group_id, state, count(*) AS letters FROM ops.dead_letters GROUP BY group_id, state) AS by_state
       GROUP BY group_id
     ), trend AS (
       SELECT group_id, jsonb_object_agg(hour, deaths) AS hours
       FROM (
         SELECT group_id, 23 - floor(extract(epoch FROM now() - dead_at) / 3600)::int AS hour, count(*) AS deaths
         FROM ops.dead_letter_deaths WHERE dead_at > now() - interval '24 hours' AND dead_at <= now()
         GROUP BY group_id, hour
       ) AS by_hour
       GROUP BY group_id
     )
     SELECT one.id, queue, code, error, event_type AS "eventType", company, first_seen AS "firstSeen", last_seen AS "lastSeen",
       note, owner, coalesce(counts, '{}') AS counts, coalesce(hours, '{}') AS hours
     FROM ops.dead_letter_groups AS one LEFT JOIN counted ON counted.group_id = one.id LEFT JOIN trend ON trend.group_id = one.id
     WHERE ($1::uuid IS NULL OR one.id = $1) AND ($2::text IS NULL OR queue = $2) AND ($3::text IS NULL OR code = $3)
       AND ($4::text IS NULL OR company = $4) AND ($5::text IS NULL OR owner = $5) AND ($6 OR coalesce(open, 0) > 0)
     ORDER BY coalesce(open, 0) DESC, last_seen DESC, one.id`,
    [id, queue, code, company, owner, all],
  )) as (Omit<LetterGroup, 'trend'> & { hours: Record<string, number> })[];
  return rows.map(({ hours, ...group }) => ({
    ...group,
    trend: Array.from({ length: 24 }, (_, hour) => hours[hour] ?? 0),
  }));
}
