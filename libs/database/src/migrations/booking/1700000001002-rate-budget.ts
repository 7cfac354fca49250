import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many requests each of Cal.com's API keys has left, for all replicas. */
export class RateBudget1700000001002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNLOGGED TABLE booking.rate_budgets (
        key_digest text PRIMARY KEY CHECK (key_digest ~ '^[0-9a-f]{64}$'),
        version bigint NOT NULL DEFAULT 1,
        at timestamptz NOT NULL,
        bookings integer NOT NULL CHECK (bookings >= 0),
        live_reads integer NOT NULL CHECK (live_reads >= 0),
        hints integer NOT NULL CHECK (hints >= 0),
        reconciliation integer NOT NULL CHECK (reconciliation >= 0),
        lent integer NOT NULL CHECK (lent >= 0),
        paused_until timestamptz
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE booking.rate_budgets IS 'what each key had left at that moment, in 60000ths of a request; unlogged: a crash of the server forgets it, which costs one burst';
      COMMENT ON COLUMN booking.rate_budgets.key_digest IS 'SHA-256 of the API key, which itself never stands in the database';
      COMMENT ON COLUMN booking.rate_budgets.version IS 'whoever takes compares and sets it';
      COMMENT ON COLUMN booking.rate_budgets.lent IS 'what the shares did not use, for whoever asks';
      COMMENT ON COLUMN booking.rate_budgets.paused_until IS 'nothing may be sent with the key before';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE booking.rate_budgets');
  }
}
