import type { EntityManager } from 'typeorm';
import type { Death } from './death';
import type { Cause } from './letter-ids';

/** A group for each cause, with when it was first and last seen. */
export async function keepCauses(tx: EntityManager, deaths: readonly Death[]): Promise<void> {
  const rows = new Map<string, Cause & { seen: Date[] }>();
  for (const { cause, deadAt } of deaths) {
    const row = rows.get(cause.id) ?? { ...cause, seen: [] };
    row.seen.push(deadAt);
    rows.set(cause.id, row);
  }
  const sorted = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const json = sorted.map(({ seen, eventType, ...cause }) => {
    const times = seen.map((time) => time.getTime());
    const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
    return { ...cause, event_type: eventType, first_seen: first, last_seen: last };
  });
  await tx.query(
    `INSERT INTO ops.dead_letter_groups AS known (id, queue, code, error, event_type, company, first_seen, last_seen)
     SELECT id, queue, code, error, event_type, company, first_seen, last_seen
     FROM jsonb_populate_recordset(NULL::ops.dead_letter_groups, $1)
     ON CONFLICT (id) DO UPDATE SET first_seen = least(known.first_seen, excluded.first_seen),
       last_seen = greatest(known.last_seen, excluded.last_seen)`,
    [JSON.stringify(json)],
  );
}

/** What a death tells. */
const told = [
  'code',
  'error',
  'group_id',
  'deliveries',
  'retries',
  'first_failed_at',
  'properties',
  'headers',
  'died_of',
];

/**
 * Each opens its entry and is counted, for it may be the only copy there is. The one that died last by its own word is told of:
 * clocks differ, and an older copy may come later.
 * @returns how many
 */
export async function writeOver(
  tx: EntityManager,
  deaths: readonly (Death & { readonly entry: string })[],
): Promise<number> {
  const lastWord = told.map(
    (column) => `${column} = CASE WHEN letter.dead_at <= again.dead_at THEN again.${column} ELSE letter.${column} END`,
  );
  const [, rows] = (await tx.query(
    `UPDATE ops.dead_letters AS letter SET deaths = letter.deaths + 1, state = 'open',
       state_since = CASE WHEN letter.state = 'open' THEN letter.state_since ELSE now() END,
       dead_at = greatest(letter.dead_at, again.dead_at), ${lastWord.join(', ')}
     FROM jsonb_populate_recordset(NULL::ops.dead_letters, $1) AS again
     WHERE letter.id = again.id`,
    [JSON.stringify(deaths.map((death) => ({ id: death.entry, ...columnsOf(death) })))],
  )) as [unknown, number];
  return rows;
}

function columnsOf({ letter, cause, deadAt }: Death) {
  return {
    group_id: cause.id,
    queue: letter.queue,
    message_id: letter.messageId,
    event_type: letter.eventType,
    company: letter.company,
    correlation_id: letter.correlationId,
    code: letter.code,
    error: letter.error,
    deliveries: letter.deliveries,
    retries: letter.retries,
    first_failed_at: letter.firstFailedAt,
    dead_at: deadAt,
    properties: letter.properties,
    headers: letter.headers,
    died_of: letter.diedOf,
  };
}

/** For those without an entry. Bodies travel as they are, each a parameter of its own; everything else as one JSON. */
export async function insertEntries(tx: EntityManager, deaths: readonly Death[]): Promise<void> {
  const rows = deaths.map((death) => ({ id: death.id, ...columnsOf(death) }));
  const bodies = deaths.map((_, index) => `(${index + 1}, $${index + 2}::bytea)`).join(', ');
  await tx.query(
    `INSERT INTO ops.dead_letters (id, group_id, queue, message_id, event_type, company, correlation_id, code, error, deliveries,
       retries, first_failed_at, dead_at, properties, headers, died_of, body)
     SELECT id, group_id, queue, message_id, event_type, company, correlation_id, code, error, deliveries,
       retries, first_failed_at, dead_at, properties, headers, died_of, given.bytes
     FROM jsonb_populate_recordset(NULL::ops.dead_letters, $1) WITH ORDINALITY AS told
     JOIN (VALUES ${bodies}) AS given (place, bytes) ON given.place = told.ordinality`,
    [JSON.stringify(rows), ...deaths.map(({ letter }) => letter.body)],
  );
}

/** Remembers each, with its entry: it is counted once. */
export async function insertDeaths(
  tx: EntityManager,
  deaths: readonly (Death & { readonly entry: string })[],
): Promise<void> {
  if (deaths.length === 0) return;
  const rows = deaths.map(({ id, entry, cause, letter, deadAt }) => {
    return { id, dead_letter_id: entry, group_id: cause.id, code: letter.code, dead_at: deadAt };
  });
  await tx.query(
    `INSERT INTO ops.dead_letter_deaths (id, dead_letter_id, group_id, code, dead_at)
     SELECT id, dead_letter_id, group_id, code, dead_at FROM jsonb_populate_recordset(NULL::ops.dead_letter_deaths, $1)
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
