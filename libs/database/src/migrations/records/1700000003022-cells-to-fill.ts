import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from '../common/online';

/** Appointments with a cell that a change of the catalogue may fill. */
export class CellsToFill1700000003022 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await createIndexOnline(
      db,
      { schema: 'records', name: 'appointments_to_fill' },
      `ON records.appointments (id)
         WHERE staff_cause IN ('host_unknown', 'ambiguous_email')
            OR service_cause = 'event_type_unknown'
            OR price_cause IN ('event_type_unknown', 'no_price')`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await dropIndexOnline(db, 'records.appointments_to_fill');
  }
}
