import { inTransaction } from '@callbook/database';
import type { DataSource } from 'typeorm';
import { letterSubject, writeAudit } from '../../audit/audit';
import type { LetterState } from '../dead-letter';
import type { Actor } from './act-refused';

export interface Discarded {
  readonly discarded: readonly string[];
  /** Those that were not open, as they are. */
  readonly left: readonly { readonly id: string; readonly state: LetterState }[];
}

/** Nobody needs these: open letters are, the others stay as they are. They are kept, and it can be undone. */
export function discardLetters(database: DataSource, ids: readonly string[], { by, why }: Actor): Promise<Discarded> {
  return inTransaction(database, async (tx) => {
    const rows = (await tx.query(
      'SELECT id, state FROM ops.dead_letters WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
      [ids],
    )) as { id: string; state: LetterState }[];
    const discarded = rows.filter(({ state }) => state === 'open').map(({ id }) => id);
    await tx.query(`UPDATE ops.dead_letters SET state = 'discarded', state_since = now() WHERE id = ANY ($1::uuid[])`, [
      discarded,
    ]);
    await writeAudit(tx, { actor: by, act: 'discarded', subjects: discarded.map(letterSubject), why });
    return { discarded, left: rows.filter(({ state }) => state !== 'open') };
  });
}
