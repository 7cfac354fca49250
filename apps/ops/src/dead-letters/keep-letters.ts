import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import type { ReadLetter } from './dead-letter';
import { type Death, messageKey } from './death';
import { entriesOf } from './entries-of';
import { causeOf, deathId, digestOf } from './letter-ids';
import { insertDeaths, insertEntries, keepCauses, writeOver } from './write-deaths';

/** Serialises whoever writes deaths down: of two that met, one would not see the entry the other is making. */
const writersLock = 4_271_010;

/** How many letters were: `stored` for the first time, put `back` to open because they died again, or `known` already. */
export interface Kept {
  readonly stored: number;
  readonly back: number;
  readonly known: number;
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
      const round = await keepRound(tx, firstOfEach(left, messageKey), now);
      kept = sum(kept, round.kept);
      left = left.filter((death) => !round.done.includes(death));
    }
    return kept;
  });
}

interface Round {
  readonly kept: Kept;
  /** The others have the entry of one of these: the body it had, and the one it was edited to, may die in one batch. */
  readonly done: readonly Death[];
}

/** @param deaths one of each message, in the order of their times */
async function keepRound(tx: EntityManager, deaths: readonly Death[], now: Date): Promise<Round> {
  const known = await knownDeaths(tx, deaths);
  const entries = await entriesOf(tx, deaths);
  const done = firstOfEach(deaths, (death) => entries.get(messageKey(death))?.id ?? death.id);
  const again: (Death & { readonly entry: string })[] = [];
  const first: Death[] = [];
  for (const death of done) {
    const entry = entries.get(messageKey(death));
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

async function knownDeaths(tx: EntityManager, deaths: readonly Death[]): Promise<ReadonlySet<string>> {
  const ids = deaths.map(({ id }) => id);
  const rows = (await tx.query('SELECT id FROM ops.dead_letter_deaths WHERE id = ANY ($1)', [ids])) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
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
