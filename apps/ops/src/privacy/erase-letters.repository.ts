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

interface Letter {
  readonly id: string;
  readonly body: Buffer;
}

interface Sized {
  readonly id: string;
  readonly bytes: number;
}

/**
 * Erases dead letters about somebody: why a message died, when and where stays, and nothing of what it said. It cannot be
 * replayed any more.
 * @returns how many
 */
export function eraseLetters(dataSource: DataSource, person: ForgottenPerson, key: ErasureKey): Promise<number> {
  return eraseAmong(dataSource, '(company = $3 OR company IS NULL)', [person.company], async (_, letters) =>
    letters.filter(({ body }) => tellsOf(body, person, key)),
  );
}

/**
 * The same for letters that came after their person was erased: out of a `.dead` queue, or from a rung.
 * @param since looked at are letters that were stored, or died again, from then on
 */
export function eraseLateLetters(dataSource: DataSource, erased: ErasedPeople, since: Date): Promise<number> {
  return eraseAmong(dataSource, 'greatest(stored_at, state_since) >= $3', [since], async (tx, letters) => {
    const told = letters.flatMap((letter) => {
      const event = eventIn(letter.body);
      return event && typeof event.company === 'string' ? peopleIn(event).map((one) => ({ ...one, letter })) : [];
    });
    return [...new Set([...(await erased.among(tx, told))].map(({ letter }) => letter))];
  });
}

async function eraseAmong(
  dataSource: DataSource,
  where: string,
  parameters: readonly unknown[],
  isTheirs: (tx: EntityManager, letters: readonly Letter[]) => Promise<readonly Letter[]>,
): Promise<number> {
  let erased = 0;
  for (let after = nil; ;) {
    const page = (await dataSource.query(
      `SELECT id, octet_length(body) AS bytes FROM ops.dead_letters
       WHERE id > $1 AND octet_length(body) > 0 AND ${where} ORDER BY id LIMIT $2`,
      [after, pageSize, ...parameters],
    )) as Sized[];
    for (const ids of portions(page)) {
      erased += await inTransaction(dataSource, async (tx) => {
        const letters = await tx.query<Letter[]>('SELECT id, body FROM ops.dead_letters WHERE id = ANY ($1)', [ids]);
        const theirs = (await isTheirs(tx, letters)).map(({ id }) => id);
        if (theirs.length > 0) await erase(tx, theirs);
        return theirs.length;
      });
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return erased;
    after = last.id;
  }
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
