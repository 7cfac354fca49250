import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { conditionOf, type LetterFilter } from '../dead-letters/letter-filter';

/** Which dead letters are to be replayed: those named, or those that match. Only open ones are ever taken. */
export interface Selection {
  readonly filter: LetterFilter;
  readonly ids?: readonly string[];
}

/**
 * Freezes the set: which letters, with which bodies, in which order. What belongs to one call is together, in the order in
 * which it failed. Bodies stay where they are.
 * @returns the plan, and how many letters are in it
 */
export async function freezeLetters(
  database: DataSource,
  { filter, ids }: Selection,
  by: string,
): Promise<{ readonly id: string; readonly count: number }> {
  const id = randomUUID();
  const { sql, params } = conditionOf({ ...filter, states: ['open'] });
  const own = params.length;
  const letters = await database.transaction(async (tx) => {
    await tx.query('INSERT INTO ops.replays (id, selection, planned_by) VALUES ($1, $2, $3)', [
      id,
      JSON.stringify(selectionKept({ filter, ids })),
      by,
    ]);
    await tx.query(
      `INSERT INTO ops.replay_items (replay_id, place, dead_letter_id, queue, body_digest)
       SELECT $${own + 1}, row_number() OVER (ORDER BY letter.correlation_id NULLS LAST,
                coalesce(letter.first_failed_at, letter.dead_at), letter.id),
         letter.id, letter.queue, coalesce(edit.body_digest, letter.body_digest)
       FROM ops.dead_letters AS letter
       LEFT JOIN ops.dead_letter_edits AS edit ON edit.dead_letter_id = letter.id AND edit.undone_at IS NULL
       WHERE ${sql} AND ($${own + 2}::uuid[] IS NULL OR letter.id = ANY ($${own + 2}::uuid[]))`,
      [...params, id, ids ?? null],
    );
    const [{ count }] = (await tx.query(
      'SELECT count(*)::integer AS count FROM ops.replay_items WHERE replay_id = $1',
      [id],
    )) as [{ count: number }];
    return count;
  });
  return { id, count: letters };
}

/** For whoever looks at the plan later. A call's id would stay when its caller is erased. */
function selectionKept({ filter: { call, ...filter }, ids }: Selection): object {
  return { ...filter, ...(call !== undefined && { call: 'one' }), ...(ids && { named: ids.length }) };
}
