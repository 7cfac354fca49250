import { inTransaction } from '@callbook/database';
import type { DataSource } from 'typeorm';
import { groupSubject, writeAudit } from '../../audit/audit';

/**
 * Writes a group's note or owner; null removes it. Safe to run again.
 * @returns whether it was another one before
 */
export function annotateGroup(
  database: DataSource,
  id: string,
  field: 'note' | 'owner',
  value: string | null,
  by: string,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const [rows] = (await tx.query(
      `UPDATE ops.dead_letter_groups SET ${field} = $2 WHERE id = $1 AND ${field} IS DISTINCT FROM $2 RETURNING id`,
      [id, value],
    )) as [object[], number];
    if (rows.length === 0) return false;
    const act = field === 'note' ? 'noted' : 'owned';
    // A note may name people: that it was written is told, what it says stands in the group.
    const result = field === 'owner' ? { owner: value } : { removed: value === null };
    await writeAudit(tx, { actor: by, act, subjects: [groupSubject(id)], result });
    return true;
  });
}
