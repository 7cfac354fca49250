import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did not come, as the calendar says. */
export class Absence1700000003012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.appointments
        ADD COLUMN attendee_absent boolean NOT NULL DEFAULT false,
        ADD COLUMN host_absent boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT no_show_means_absent CHECK (status <> 'no_show' OR attendee_absent) NOT VALID;
      COMMENT ON COLUMN records.appointments.attendee_absent IS
        'marked in the calendar as not having come; makes a confirmed appointment a no_show';
      COMMENT ON COLUMN records.appointments.host_absent IS
        'whoever was to serve is marked in the calendar as not having come; the status does not tell it';
      COMMENT ON COLUMN records.appointments.status IS
        'completed: was confirmed and its end has passed, by the clock; nobody looked whether it took place';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    // Before this migration nothing was written as completed or no_show: the facts behind both say confirmed.
    await db.query(`
      UPDATE records.appointments SET status = 'confirmed' WHERE status IN ('completed', 'no_show');
      ALTER TABLE records.appointments
        DROP CONSTRAINT no_show_means_absent, DROP COLUMN attendee_absent, DROP COLUMN host_absent;
      COMMENT ON COLUMN records.appointments.status IS NULL;
    `);
  }
}
