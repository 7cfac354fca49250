import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an outside program last read the records. The tokens themselves stand in the catalogue, which records cannot write. */
export class ApiTokenUses1700000003031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.api_token_uses (
        token_id uuid PRIMARY KEY,
        last_used_at timestamptz NOT NULL
      );
      COMMENT ON COLUMN records.api_token_uses.last_used_at IS 'to the hour: not every use is written';

      CREATE VIEW records.api_token_uses_v1 AS SELECT token_id, last_used_at FROM records.api_token_uses;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW records.api_token_uses_v1; DROP TABLE records.api_token_uses;');
  }
}
