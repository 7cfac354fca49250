import type { EntityManager } from 'typeorm';
import type { LetterState } from './dead-letter';
import { conditionOf, type LetterFilter } from './letter-filter';

type Queries = Pick<EntityManager, 'query'>;

/** A letter in a list: without its body. */
export interface LetterLine {
  readonly id: string;
  readonly groupId: string;
  readonly queue: string;
  readonly code: string;
  readonly eventType: string | null;
  readonly company: string | null;
  readonly correlationId: string | null;
  readonly messageId: string | null;
  readonly deliveries: number | null;
  readonly deaths: number;
  readonly deadAt: Date;
  readonly state: LetterState;
  readonly stateSince: Date;
  readonly bytes: number;
}

export interface LetterPage {
  readonly letters: readonly LetterLine[];
  /** Whether older ones follow: ask with `after` the last of these. */
  readonly more: boolean;
}

/** The newest first. */
export async function listLetters(
  db: Queries,
  filter: LetterFilter,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<LetterPage> {
  const { sql, params } = conditionOf(filter);
  const place = params.length;
  const rows = (await db.query(
    `SELECT letter.id, group_id AS "groupId", queue, code, event_type AS "eventType", company, correlation_id AS "correlationId",
       message_id AS "messageId", deliveries, deaths, dead_at AS "deadAt", state, state_since AS "stateSince", octet_length(body) AS bytes
     FROM ops.dead_letters AS letter
     WHERE ${sql} ${after ? `AND (dead_at, id) < (SELECT dead_at, id FROM ops.dead_letters WHERE id = $${place + 2})` : ''}
     ORDER BY dead_at DESC, id DESC LIMIT $${place + 1}`,
    [...params, limit + 1, ...(after ? [after] : [])],
  )) as LetterLine[];
  return { letters: rows.slice(0, limit), more: rows.length > limit };
}

/** How many there are in each state. */
export async function countLetters(
  db: Queries,
  filter: LetterFilter = {},
): Promise<Partial<Record<LetterState, number>>> {
  const { sql, params } = conditionOf(filter);
  const rows = (await db.query(
    `SELECT state, count(*)::int AS count FROM ops.dead_letters AS letter WHERE ${sql} GROUP BY state`,
    [...params],
  )) as { state: LetterState; count: number }[];
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/**
 * The one row whose id begins so; undefined when there is none. Eight characters are enough nearly always.
 * @throws AmbiguousId
 */
export async function idBeginningWith(
  db: Queries,
  table: 'dead_letters' | 'dead_letter_groups',
  beginning: string,
): Promise<string | undefined> {
  const digits = beginning.toLowerCase().replaceAll('-', '');
  const rows = (await db.query(
    `SELECT id FROM ops.${table} WHERE id BETWEEN rpad($1, 32, '0')::uuid AND rpad($1, 32, 'f')::uuid LIMIT 2`,
    [digits],
  )) as { id: string }[];
  if (rows.length > 1) throw new AmbiguousId(beginning);
  return rows[0]?.id;
}

/** More than one id begins so. */
export class AmbiguousId extends Error {
  override readonly name = 'AmbiguousId';

  constructor(beginning: string) {
    super(`More than one id begins with ${beginning}.`);
  }
}
