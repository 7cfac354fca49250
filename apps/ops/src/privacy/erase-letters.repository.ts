import { type ErasedPeople, type ErasureKey, inTransaction } from '@callbook/database';
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
  /** What came with the letter as it died; null where it is not told, and with an edit. */
  readonly correlationId: string | null;
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
  return eraseAmong(dataSource, where, [person.company], async (_, bodies) =>
    bodies.filter((one) => tellsOf(one.body, person, key) || isOfTheirCall(one)),
  );
}

/**
 * The same for letters that came after their person was erased: out of a `.dead` queue, from a rung, or by an edit.
 * @param since looked at are letters that were stored, died again, or were edited from then on
 */
export function eraseLateLetters(dataSource: DataSource, erased: ErasedPeople, since: Date): Promise<number> {
  const where = `id IN (SELECT id FROM ops.dead_letters WHERE greatest(stored_at, state_since) >= $3
    UNION SELECT dead_letter_id FROM ops.dead_letter_edits WHERE edited_at >= $3)`;
  return eraseAmong(dataSource, where, [since], async (tx, bodies) => {
    const told = bodies.flatMap((body) => {
      const { correlationId, company } = body;
      const event = eventIn(body.body);
      const ofCall = correlationId !== null && company !== null;
      return [
        ...(event ? peopleIn(event) : []),
        ...(ofCall ? [{ company, kind: 'call' as const, value: correlationId, at: new Date(0) }] : []),
      ].map((one) => ({ ...one, body }));
    });
    return [...(await erased.among(tx, told))].map(({ body }) => body);
  });
}

async function eraseAmong(
  dataSource: DataSource,
  where: string,
  parameters: readonly unknown[],
  theirsOf: (tx: EntityManager, bodies: readonly Body[]) => Promise<readonly Body[]>,
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
    for (const ids of portions(page)) {
      erased += await inTransaction(dataSource, async (tx) => {
        const theirs = [...new Set((await theirsOf(tx, await bodiesOf(tx, ids))).map(({ id }) => id))];
        if (theirs.length > 0) await erase(tx, theirs);
        return theirs.length;
      });
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return erased;
    after = last.id;
  }
}

/** Whoever edits a letter locks it: what is edited at this moment is seen here, or comes after the erasure. */
async function bodiesOf(tx: EntityManager, ids: readonly string[]): Promise<Body[]> {
  const letters = await tx.query<Body[]>(
    `SELECT id, body, correlation_id AS "correlationId", company FROM ops.dead_letters WHERE id = ANY ($1) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const edits = await tx.query<Body[]>(
    `SELECT dead_letter_id AS id, body, NULL AS "correlationId", NULL AS company FROM ops.dead_letter_edits WHERE dead_letter_id = ANY ($1)`,
    [ids],
  );
  return [...letters, ...edits];
}

async function erase(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM ops.dead_letter_edits WHERE dead_letter_id = ANY ($1)', [ids]);
  await tx.query(
    `UPDATE ops.dead_letters SET body = '', headers = '{}', properties = '{}', error = 'erased', correlation_id = NULL,
       state = 'discarded', state_since = now()
     WHERE id = ANY ($1)`,
    [ids],
  );
  const subjects = ids.map(letterSubject);
  await writeAudit(tx, { actor: 'callbook', act: 'erased', subjects, why: 'the person was erased' });
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
