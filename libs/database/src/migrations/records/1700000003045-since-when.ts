import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when cells are empty, whatever came first: told times of calls without times, and of causes that went and came back. */
export class SinceWhen1700000003045 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.calls ADD COLUMN told_at timestamptz, ADD COLUMN over_told_at timestamptz;
      COMMENT ON COLUMN records.calls.told_at IS
        'time of the earliest message about the call; null where none has come since this is written down';
      COMMENT ON COLUMN records.calls.over_told_at IS 'time of the earliest message that it is over';
      ALTER TABLE records.appointments ADD COLUMN causes_told jsonb NOT NULL DEFAULT '{}';
      COMMENT ON COLUMN records.appointments.causes_told IS
        'by cell and cause: time of the earliest fact that told it, though it may be over';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.appointments DROP COLUMN causes_told;
      ALTER TABLE records.calls DROP COLUMN told_at, DROP COLUMN over_told_at;
    `);
  }
}
