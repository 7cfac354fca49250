import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropErasedTables, erasedTables } from '../common/erased';

/** Who was erased, and by whom and why. */
export class Erasures1700000003040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(erasedTables('records'));
    await db.query(`
      CREATE TABLE records.erasures (
        id uuid PRIMARY KEY,
        company text NOT NULL,
        erased_at timestamptz NOT NULL,
        erased_by text,
        why text,
        call_ids uuid[] NOT NULL,
        appointment_ids uuid[] NOT NULL,
        hashes jsonb NOT NULL,
        swept_at timestamptz
      );
      CREATE INDEX erasures_to_sweep ON records.erasures (erased_at) WHERE swept_at IS NULL;
      COMMENT ON TABLE records.erasures IS 'each act of erasing somebody, without anything that says who it was';
      COMMENT ON COLUMN records.erasures.erased_by IS 'null where the act is known from its event alone';
      COMMENT ON COLUMN records.erasures.swept_at IS 'when the outbox held nothing of the person any more';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE records.erasures');
    await db.query(dropErasedTables('records'));
  }
}
