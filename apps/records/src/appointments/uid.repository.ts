import type { EntityManager } from 'typeorm';
import { type MappedTable, RowTable } from '../transaction/row-table.repository';
import type { UidOf } from '../transaction/reach';
import type { KnownUid } from '../transaction/row-store';
import { UidOfAnotherAppointment } from './uid-of-another-appointment';

export const uidTable: MappedTable<KnownUid> = {
  name: 'records.appointment_uids',
  key: 'uid',
  columns: { company: 'value', uid: 'value', appointmentId: 'value', kind: 'value' },
};

/** Those that are known. */
export function selectUids(tx: EntityManager, uids: readonly UidOf[]): Promise<KnownUid[]> {
  return tx.query<KnownUid[]>(
    `SELECT company, uid, appointment_id AS "appointmentId", kind FROM records.appointment_uids
     WHERE (company, uid) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [uids.map(({ company }) => company), uids.map(({ uid }) => uid)],
  );
}

/**
 * Adds what is not known yet; a uid that was ever the appointment's own counts as such.
 * @throws UidOfAnotherAppointment
 */
export async function writeUids(tx: EntityManager, uids: readonly KnownUid[]): Promise<void> {
  if (uids.length === 0) return;
  const added = await new RowTable(tx, uidTable).insert(
    uids,
    'ON CONFLICT (company, uid) DO NOTHING RETURNING 1 AS new',
  );
  if (added.length === uids.length) return;
  const stored = new Map((await selectUids(tx, uids)).map((known) => [`${known.company} ${known.uid}`, known]));
  const own: KnownUid[] = [];
  for (const told of uids) {
    const known = stored.get(`${told.company} ${told.uid}`);
    if (known?.appointmentId !== told.appointmentId) throw new UidOfAnotherAppointment(told.appointmentId);
    if (told.kind < known.kind) own.push(told); // 'chain' says more than 'segment'
  }
  if (own.length === 0) return;
  await tx.query(
    `UPDATE records.appointment_uids SET kind = 'chain' WHERE (company, uid) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [own.map(({ company }) => company), own.map(({ uid }) => uid)],
  );
}
