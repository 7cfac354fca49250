import type { EntityManager } from 'typeorm';
import { type MappedTable, RowTable } from '../transaction/row-table.repository';
import type { PhasesOf } from '../transaction/row-store';
import type { Phase } from './phases';

interface PhaseRow extends Phase {
  readonly appointmentId: string;
  readonly staffCauseSince: Date | null;
}

export const phaseTable: MappedTable<PhaseRow> = {
  name: 'records.appointment_phases',
  key: 'appointmentId',
  columns: {
    appointmentId: 'value',
    position: 'value',
    key: 'value',
    offsetMinutes: 'value',
    minutes: 'value',
    staffRequired: 'value',
    staffId: 'value',
    staffCause: 'value',
    staffCauseSince: 'value',
    calcomUid: 'value',
    status: 'value',
  },
};

/** Replaces the phases of these appointments. @param isNew whether an appointment was made in this transaction */
export async function replacePhases(
  tx: EntityManager,
  all: readonly PhasesOf[],
  isNew: (appointmentId: string) => boolean,
): Promise<void> {
  const known = all.map(({ appointmentId }) => appointmentId).filter((id) => !isNew(id));
  if (known.length > 0)
    await tx.query('DELETE FROM records.appointment_phases WHERE appointment_id = ANY ($1)', [known]);
  const rows = all.flatMap(({ appointmentId, phases, toldAt }) =>
    phases.map((phase) => ({ ...phase, appointmentId, staffCauseSince: phase.staffCause && toldAt })),
  );
  await new RowTable(tx, phaseTable).insert(rows);
}
