import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import type { ReadLetter } from './dead-letter';
import { type Cause, causeOf, deathId, digestOf } from './letter-ids';

/** Serialises whoever writes deaths down: of two that met, one would not see the entry the other is making. */
const writersLock = 4_271_010;

/** How many letters were: `stored` for the first time, put `back` to open because they died again, or `known` already. */
export interface Kept {
  readonly stored: number;
  readonly back: number;
  readonly known: number;
}

interface Death {
  /** The same for the same death; another one where it is known that it is not the one of the same id. */
  readonly id: string;
  readonly digest: string;
  readonly cause: Cause;
  readonly letter: ReadLetter;
  readonly deadAt: Date;
}

/**
 * Writes dead letters down, all or none. The same death twice is one. A message that died, was replayed and died again has
 * one entry, which is open again and tells of the last death; so has one that came twice while its entry was open. A letter
 * whose entry was discarded, or was found too late, gets another entry: that decision was about what was there.
 * @param now for those that do not say when they died
 */
export async function keepLetters(
  database: DataSource,
  letters: readonly ReadLetter[],
  now: Date = new Date(),
): Promise<Kept> {
  const deaths = letters.map((letter): Death => {
    return {
      id: deathId(letter),
      digest: digestOf(letter.body),
      cause: causeOf(letter),
      letter,
      deadAt: letter.deadAt ?? now,
    };
  });
  return inTransaction(database, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [writersLock]);
    await keepCauses(tx, deaths);
    let kept: Kept = { stored: 0, back: 0, known: 0 };
    // Several deaths of one message, in one batch, are told one after the other.
    for (let left = deaths.toSorted((a, b) => a.deadAt.getTime() - b.deadAt.getTime()); left.length > 0;) {
      const round = await keepRound(tx, firstOfEach(left, messageOf), now);
      kept = sum(kept, round.kept);
      left = left.filter((death) => !round.done.includes(death));
    }
    return kept;
  });
}

/** What makes two letters the same message. A message id alone does not: who sends none of ours may send one for all. */
const messageOf = ({ letter, digest }: Death): string => JSON.stringify([letter.queue, letter.messageId, digest]);

interface Round {
  readonly kept: Kept;
  /** The others have the entry of one of these: the body it had, and the one it was edited to, may die in one batch. */
  readonly done: readonly Death[];
}

/** @param deaths one of each message, in the order of their times */
async function keepRound(tx: EntityManager, deaths: readonly Death[], now: Date): Promise<Round> {
  const known = await knownDeaths(tx, deaths);
  const entries = await entriesOf(tx, deaths);
  const done = firstOfEach(deaths, (death) => entries.get(messageOf(death))?.id ?? death.id);
  const again: (Death & { readonly entry: string })[] = [];
  const first: Death[] = [];
  for (const death of done) {
    const entry = entries.get(messageOf(death));
    // Without a time of death it is not told apart from the one before, which is over where its entry is not open: that one
    // was sent again since, or decided about.
    const isAnother = death.letter.deadAt === null && entry?.state !== 'open';
    if (known.has(death.id) && !isAnother) continue;
    const own = known.has(death.id) ? { ...death, id: deathId({ ...death.letter, deadAt: now }) } : death;
    if (entry) again.push({ ...own, entry: entry.id });
    else first.push(own);
  }
  const back = await writeOver(tx, again);
  if (first.length > 0) await insertEntries(tx, first);
  await insertDeaths(tx, [...again, ...first.map((death) => ({ ...death, entry: death.id }))]);
  return { kept: { stored: first.length, back, known: done.length - first.length - again.length }, done };
}

async function keepCauses(tx: EntityManager, deaths: readonly Death[]): Promise<void> {
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

async function knownDeaths(tx: EntityManager, deaths: readonly Death[]): Promise<ReadonlySet<string>> {
  const ids = deaths.map(({ id }) => id);
  const rows = (await tx.query('SELECT id FROM ops.dead_letter_deaths WHERE id = ANY ($1)', [ids])) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}

interface Entry {
  readonly id: string;
  readonly state: string;
}

/** Entries that a death may belong to; IS NOT DISTINCT FROM would use no index. What comes back from a replay may have the body it was edited to. */
const candidates = `
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS asked (message, queue, message_id, digest)
  JOIN ops.dead_letters AS letter ON letter.queue = asked.queue
    AND (letter.message_id = asked.message_id OR (letter.message_id IS NULL AND asked.message_id IS NULL))
    AND letter.state IN ('open', 'replaying', 'resolved') AND (letter.body_digest = asked.digest OR EXISTS (
      SELECT FROM ops.dead_letter_edits AS edit WHERE edit.dead_letter_id = letter.id AND edit.body_digest = asked.digest))`;

/**
 * The entries these deaths belong to, which nobody else decides about until the transaction ends. Locked in the order of
 * their ids, as by everybody; what was decided about one while it was waited for is seen after that.
 */
async function entriesOf(tx: EntityManager, deaths: readonly Death[]): Promise<ReadonlyMap<string, Entry>> {
  const asked = [
    deaths.map(messageOf),
    deaths.map(({ letter }) => letter.queue),
    deaths.map(({ letter }) => letter.messageId),
    deaths.map(({ digest }) => digest),
  ];
  const locked = (await tx.query(
    `SELECT id FROM ops.dead_letters WHERE id IN (SELECT letter.id ${candidates}) ORDER BY id FOR UPDATE`,
    asked,
  )) as { id: string }[];
  if (locked.length === 0) return new Map();
  const rows = (await tx.query(
    `SELECT DISTINCT ON (asked.message) asked.message, letter.id, letter.state ${candidates}
       AND letter.id = ANY ($5)
     ORDER BY asked.message, letter.dead_at DESC`,
    [...asked, locked.map(({ id }) => id)],
  )) as (Entry & { message: string })[];
  return new Map(rows.map((row) => [row.message, row]));
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
async function writeOver(tx: EntityManager, deaths: readonly (Death & { readonly entry: string })[]): Promise<number> {
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

/** Bodies travel as they are, each a parameter of its own; everything else as one JSON. */
async function insertEntries(tx: EntityManager, deaths: readonly Death[]): Promise<void> {
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

async function insertDeaths(tx: EntityManager, deaths: readonly (Death & { readonly entry: string })[]): Promise<void> {
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

function firstOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}

const sum = (a: Kept, b: Kept): Kept => ({
  stored: a.stored + b.stored,
  back: a.back + b.back,
  known: a.known + b.known,
});
