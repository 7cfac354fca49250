import { randomUUID } from 'node:crypto';
import { companySlug } from '@callbook/contracts';
import { inTransaction } from '@callbook/database';
import { counter } from '@callbook/observability';
import type { DataSource, EntityManager } from 'typeorm';
import type { AlertContent, GroupInAlert } from './alert';
import { type AlertRules, alertRules, decideAlert, type Decision } from './decide-alerts';

/** One replica at a time decides: of two that decided together, each would tell of the same. */
const decidersLock = 4_271_030;
/** More causes at one look than this are told of in one alert: a broken release can make hundreds. */
const mostSingly = 5;
const mostNamed = 10;

const raised = counter({
  name: 'callbook_alerts_raised_total',
  help: 'Alerts raised, by kind',
  labelNames: ['kind'],
});

interface Row extends Omit<GroupInAlert, 'firstSeen' | 'lastSeen'> {
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly deaths: number;
  readonly incident: string | null;
  readonly openedAt: Date | null;
  readonly grownAt: Date | null;
  readonly endedAt: Date | null;
  readonly now: Date;
}

interface Decided {
  readonly row: Row;
  readonly decision: Exclude<Decision, undefined>;
}

/** Looks at the groups of dead letters, and writes down what people have to be told: with what was told of them, or not at all. */
export class RaiseAlerts {
  constructor(
    private readonly database: DataSource,
    private readonly rules: AlertRules = alertRules,
  ) {}

  /** @returns false: what there is to tell is told at once */
  async execute(): Promise<false> {
    const contents = await inTransaction(this.database, async (tx) => {
      const [lock] = (await tx.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [decidersLock])) as {
        mine: boolean;
      }[];
      if (!lock?.mine) return [];
      const decided = this.decide(await this.groups(tx));
      if (decided.length === 0) return [];
      await writeIncidents(tx, decided);
      const written = contentsOf(decided, this.rules);
      await writeAlerts(tx, written);
      return written;
    });
    for (const { kind } of contents) raised.inc({ kind });
    return false;
  }

  private decide(rows: readonly Row[]): Decided[] {
    return rows.flatMap((row) => {
      const { openedAt, grownAt, endedAt, now } = row;
      const incident = openedAt ? { openedAt, grownAt } : undefined;
      const decision = decideAlert({ ...row, incident }, endedAt ?? undefined, now, this.rules);
      return decision ? [{ row, decision }] : [];
    });
  }

  /**
   * Those with open letters or an incident. A letter, and a death, counts as come when it was written down, even if it had
   * died long before; a time of death in the future counts as now.
   */
  private groups(tx: EntityManager): Promise<Row[]> {
    const windowMs = this.rules.growth.withinMs;
    return tx.query(
      `WITH open AS (
         SELECT group_id, count(*)::int AS letters, max(state_since) AS since FROM ops.dead_letters WHERE state = 'open' GROUP BY group_id
       ), died AS (
         SELECT group_id, count(*)::int AS deaths FROM ops.dead_letter_deaths WHERE stored_at > now() - $1 * interval '1 ms' GROUP BY group_id
       ), concerned AS (
         SELECT group_id FROM open UNION SELECT group_id FROM ops.incidents WHERE ended_at IS NULL
       )
       SELECT one.id AS "group", queue, code, event_type AS "eventType", company, first_seen AS "firstSeen",
         greatest(least(last_seen, now()), open.since) AS "lastSeen", coalesce(letters, 0) AS open, coalesce(deaths, 0) AS deaths,
         CASE WHEN ended_at IS NULL THEN incident.id END AS incident, CASE WHEN ended_at IS NULL THEN opened_at END AS "openedAt",
         grown_at AS "grownAt", ended_at AS "endedAt", now() AS now
       FROM concerned JOIN ops.dead_letter_groups AS one ON one.id = concerned.group_id
       LEFT JOIN open ON open.group_id = one.id
       LEFT JOIN died ON died.group_id = one.id
       LEFT JOIN LATERAL (
         SELECT id, opened_at, grown_at, ended_at FROM ops.incidents WHERE group_id = one.id ORDER BY opened_at DESC LIMIT 1
       ) AS incident ON true
       ORDER BY one.first_seen, one.id`,
      [windowMs],
    );
  }
}

async function writeIncidents(tx: EntityManager, decided: readonly Decided[]): Promise<void> {
  const groupsOf = (...decisions: Decision[]) =>
    decided.filter(({ decision }) => decisions.includes(decision)).map(({ row }) => row.group);
  const begun = groupsOf('new');
  await tx.query(
    `INSERT INTO ops.incidents (id, group_id, opened_at) SELECT id, group_id, now() FROM unnest($1::uuid[], $2::uuid[]) AS begun (id, group_id)`,
    [begun.map(() => randomUUID()), begun],
  );
  await tx.query(
    `UPDATE ops.incidents SET grown_at = CASE WHEN group_id = ANY ($1) THEN now() ELSE grown_at END,
       ended_at = CASE WHEN group_id = ANY ($2) THEN now() END
     WHERE ended_at IS NULL AND (group_id = ANY ($1) OR group_id = ANY ($2))`,
    [groupsOf('growing'), groupsOf('settled', 'quiet')],
  );
}

function contentsOf(decided: readonly Decided[], rules: AlertRules): AlertContent[] {
  return (['new', 'growing', 'over'] as const).flatMap((what): AlertContent[] => {
    const some = decided.filter(({ decision }) => decision === what || (what === 'over' && isOver(decision)));
    if (some.length <= mostSingly) return some.map((one) => contentOf(one, rules));
    const about = some.slice(0, mostNamed).map(({ row }) => groupOf(row));
    return [{ kind: 'many', what, about, groups: some.length }];
  });
}

const isOver = (decision: Decision): boolean => decision === 'settled' || decision === 'quiet';

function contentOf({ row, decision }: Decided, { growth }: AlertRules): AlertContent {
  const about = groupOf(row);
  switch (decision) {
    case 'new':
      return { kind: 'new', about };
    case 'growing':
      return { kind: 'growing', about, deaths: row.deaths, withinMinutes: growth.withinMs / 60_000 };
    case 'settled':
    case 'quiet':
      return { kind: 'over', about, because: decision };
  }
}

/** What a message said of itself is repeated only if it is a word of ours: it may come from anywhere, and hold anything. */
function groupOf({ group, queue, code, eventType, company, open, firstSeen, lastSeen }: Row): GroupInAlert {
  return {
    ...{ group, queue, open },
    code: /^[a-z0-9_.-]{1,60}$/i.test(code) ? code : 'other',
    eventType: eventType && /^[a-z]{1,40}\.[a-z-]{1,60}\.v\d{1,3}$/.test(eventType) ? eventType : null,
    company: company && companySlug.test(company) ? company : null,
    firstSeen: firstSeen.toISOString(),
    lastSeen: lastSeen.toISOString(),
  };
}

/** Of now, to be sent by whichever replica comes first. */
export async function writeAlerts(
  tx: Pick<EntityManager, 'query'>,
  contents: readonly AlertContent[],
): Promise<string[]> {
  const ids = contents.map(() => randomUUID());
  await tx.query(
    `INSERT INTO ops.alerts (id, kind, content, raised_at)
     SELECT id, content->>'kind', content, now() FROM unnest($1::uuid[], $2::jsonb[]) WITH ORDINALITY AS told (id, content, place)
     ORDER BY place`,
    [ids, contents.map((content) => JSON.stringify(content))],
  );
  return ids;
}
