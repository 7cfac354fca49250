import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an appointment must remember for its row to be the same in whatever order the facts about its chain come. */
export class Chains1700000003005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.appointments ADD COLUMN call_revision bigint, ADD COLUMN told_at timestamptz;
      UPDATE records.appointments SET call_revision = CASE WHEN call_id IS NOT NULL THEN revision END, told_at = created_at;
      ALTER TABLE records.appointments ALTER COLUMN told_at SET NOT NULL;

      COMMENT ON COLUMN records.appointments.call_revision
        IS 'number of the earliest fact that named a call, which is call_id; null when a person linked it';
      COMMENT ON COLUMN records.appointments.told_at IS 'time of the earliest fact about it';
      COMMENT ON COLUMN records.appointments.booked_at IS 'creation in the calendar of the first booking of the chain';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.appointments DROP COLUMN call_revision, DROP COLUMN told_at;
      COMMENT ON COLUMN records.appointments.booked_at IS 'creation of the booking in the calendar';
    `);
  }
}
