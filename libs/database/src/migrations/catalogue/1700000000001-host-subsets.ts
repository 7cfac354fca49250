import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an event type lets the booker choose among its hosts. */
export class HostSubsets1700000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE catalogue.service_terms ADD COLUMN host_subsets boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN catalogue.service_terms.host_subsets IS 'Cal.com heeds rrHostSubsetIds for its event types';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE catalogue.service_terms DROP COLUMN host_subsets');
  }
}
