import { type ErasedPeople, type ErasureKey, inTransaction, type ToldOf } from '@callbook/database';
import type { ForgottenPerson } from '@callbook/outbox';
import type { DataSource, EntityManager } from 'typeorm';
import { letterSubject, writeAudit } from '../audit/audit';
import { peopleIn } from './people-in';
import { eventIn, tellsOf } from './tells-of';

/** A letter may be of any size: so many ids are looked at together, and so many bytes of bodies held. */
const pageSize = 500;
const mostBytes = 8_000_000;
const nil = '00000000-0000-0000-0000-000000000000';

/** What a letter says: its body as it died, or one that it was edited to, in force or not. */
interface Body {
  /** Of the letter. */
  readonly id: string;
  readonly body: Buffer;
  /** What came with the letter as it died; null with an edit. */
  readonly correlationId: string | null;
  /** Null where the body does not tell, and with an edit. */
  readonly company: string | null;
}

interface Sized {
  readonly id: string;
  readonly bytes: number;
}

/**
 * Erases dead letters about somebody: why a message died, when and where stays, and nothing of what it said, or of what it was
 * edited to say. It cannot be replayed any more.
 * @returns how many
 */
export function eraseLetters(dataSource: DataSource, person: ForgottenPerson, key: ErasureKey): Promise<number> {
  // An edit may have given it the company it lacked, or another one.
  const where = `company = $3 OR company IS NULL OR EXISTS (SELECT FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id)`;
  const calls = new Set(person.hashes.flatMap(({ kind, hash }) => (kind === 'call' ? [hash] : [])));
  const isOfTheirCall = ({ correlationId, company }: Body) =>
    correlationId !== null &&
    (company ?? person.company) === person.company &&
    calls.has(key.hash(person.company, 'call', correlationId));
  // All are locked, and by whoever edits one: what is edited at this moment is seen, or comes after the erasure.
  return eraseAmong(dataSource, where, [person.company], (ids) =>
    inTransaction(dataSource, async (tx) => {
      const bodies = await bodiesOf(tx, ids, 'FOR UPDATE');
      return erase(
        tx,
        bodies.filter((one) => tellsOf(one.body, person, key) || isOfTheirCall(one)),
      );
    }),
  );
}

/**
 * The same for letters that came after their person was erased: out of a `.dead` queue, from a rung, or by an edit.
 * @param since looked at are letters that were stored, died again, or were edited from then on
 */
export function eraseLateLetters(dataSource: DataSource, erased: ErasedPeople, since: Date): Promise<number> {
  const where = `id IN (SELECT id FROM ops.dead_letters WHERE greatest(stored_at, state_since) >= $3
    UNION SELECT dead_letter_id FROM ops.dead_letter_edits WHERE edited_at >= $3)`;
  // Nobody waits for this, which looks at the same letters again and again: only those that seem to be theirs are locked. What
  // is edited at this moment is seen the next time.
  return eraseAmong(dataSource, where, [since], async (ids) => {
    const seeming = await aboutErased(dataSource.manager, erased, await bodiesOf(dataSource.manager, ids));
    if (seeming.length === 0) return 0;
    return inTransaction(dataSource, async (tx) => {
      const bodies = await bodiesOf(tx, idsOf(seeming), 'FOR UPDATE');
      return erase(tx, await aboutErased(tx, erased, bodies));
    });
  });
}

async function aboutErased(db: EntityManager, erased: ErasedPeople, bodies: readonly Body[]): Promise<Body[]> {
  const companies = (await db.query('SELECT DISTINCT company FROM ops.erased')) as { company: string }[];
  const told = bodies.flatMap((body) => {
    const event = eventIn(body.body);
    return [...(event ? peopleIn(event) : []), ...callOf(body, companies)].map((one) => ({ ...one, body }));
  });
  return [...(await erased.among(db, told))].map(({ body }) => body);
}

/** The call that a letter came with. The company is told by its body alone: of one that is no event it may be any. */
function callOf({ correlationId: value, company }: Body, companies: readonly { company: string }[]): ToldOf[] {
  if (value === null) return [];
  const possible = company === null ? companies : [{ company }];
  return possible.map((one) => ({ ...one, kind: 'call', value, at: new Date(0) }));
}

/** @param eraseOf those of a few letters that are to be erased; says how many */
async function eraseAmong(
  dataSource: DataSource,
  where: string,
  parameters: readonly unknown[],
  eraseOf: (ids: readonly string[]) => Promise<number>,
): Promise<number> {
  let erased = 0;
  for (let after = nil; ;) {
    const page = (await dataSource.query(
      `SELECT * FROM (
         SELECT id, octet_length(body) + coalesce(
           (SELECT sum(octet_length(body)) FROM ops.dead_letter_edits WHERE dead_letter_id = letter.id), 0)::float AS bytes
         FROM ops.dead_letters AS letter WHERE id > $1 AND (${where})
       ) AS sized WHERE bytes > 0 ORDER BY id LIMIT $2`,
      [after, pageSize, ...parameters],
    )) as Sized[];
    for (const ids of portions(page)) erased += await eraseOf(ids);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return erased;
    after = last.id;
  }
}

async function bodiesOf(db: EntityManager, ids: readonly string[], lock: 'FOR UPDATE' | '' = ''): Promise<Body[]> {
  const letters = await db.query<Body[]>(
    `SELECT id, body, correlation_id AS "correlationId", company FROM ops.dead_letters WHERE id = ANY ($1) ORDER BY id ${lock}`,
    [ids],
  );
  const edits = await db.query<Body[]>(
    `SELECT dead_letter_id AS id, body, NULL AS "correlationId", NULL AS company FROM ops.dead_letter_edits WHERE dead_letter_id = ANY ($1)`,
    [ids],
  );
  return [...letters, ...edits];
}

const idsOf = (bodies: readonly Body[]): string[] => [...new Set(bodies.map(({ id }) => id))];

/** @returns how many letters these are */
async function erase(tx: EntityManager, theirs: readonly Body[]): Promise<number> {
  const ids = idsOf(theirs);
  if (ids.length === 0) return 0;
  await tx.query('DELETE FROM ops.dead_letter_edits WHERE dead_letter_id = ANY ($1)', [ids]);
  await tx.query(
    `UPDATE ops.dead_letters SET body = '', headers = '{}', properties = '{}', error = 'erased', correlation_id = NULL,
       state = 'discarded', state_since = now()
     WHERE id = ANY ($1)`,
    [ids],
  );
  const subjects = ids.map(letterSubject);
  await writeAudit(tx, { actor: 'callbook', act: 'erased', subjects, why: 'the person was erased' });
  return ids.length;
}

function portions(page: readonly Sized[]): string[][] {
  const all: string[][] = [];
  let room = 0;
  for (const { id, bytes } of page) {
    if (bytes > room || all.length === 0) {
      all.push([]);
      room = mostBytes;
    }
    all.at(-1)?.push(id);
    room -= bytes;
  }
  return all;
}
