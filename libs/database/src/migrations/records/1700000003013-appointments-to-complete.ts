import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the clock looks for: confirmed appointments by their end. */
export class AppointmentsToComplete1700000003013 implements MigrationInterface {
  /** An index that is made while the table is written cannot be made in a transaction. */
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE records.appointments VALIDATE CONSTRAINT no_show_means_absent');
    // A try that was broken off leaves an index behind that nobody uses.
    await db.query('DROP INDEX IF EXISTS records.appointments_to_complete');
    await db.query(`
      CREATE INDEX CONCURRENTLY appointments_to_complete ON records.appointments (ends_at, id)
        WHERE status = 'confirmed'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX records.appointments_to_complete');
  }
}
