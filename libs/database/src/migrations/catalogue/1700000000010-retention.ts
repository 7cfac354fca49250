import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long each company keeps what was said in its calls. */
export class Retention1700000000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE catalogue.companies
        ADD COLUMN transcripts_days integer NOT NULL DEFAULT 90 CHECK (transcripts_days BETWEEN 0 AND 36500),
        ADD COLUMN recordings_days integer NOT NULL DEFAULT 30 CHECK (recordings_days BETWEEN 0 AND 36500),
        ADD COLUMN summaries_days integer NOT NULL DEFAULT 365 CHECK (summaries_days BETWEEN 0 AND 36500);
      COMMENT ON COLUMN catalogue.companies.transcripts_days IS 'days after the call; 0: they are never stored';
      COMMENT ON COLUMN catalogue.companies.recordings_days IS 'days after the call until the address of the recording is forgotten';
      COMMENT ON COLUMN catalogue.companies.summaries_days IS 'days after the call until what the analysis says in words is forgotten';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE catalogue.companies DROP COLUMN transcripts_days, DROP COLUMN recordings_days, DROP COLUMN summaries_days`);
  }
}
