import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which services the salon confirms itself, so that Cal.com's settings can be compared with it. */
export class Confirmation1700000000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE catalogue.service_terms ADD COLUMN requires_confirmation boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN catalogue.service_terms.requires_confirmation IS 'bookings wait until the salon confirms them';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE catalogue.service_terms DROP COLUMN requires_confirmation');
  }
}
