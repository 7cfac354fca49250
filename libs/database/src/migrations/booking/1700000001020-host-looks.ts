import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from '../common/online';

/** When to ask the calendar again who serves, where it did not say. */
export class HostLooks1700000001020 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE booking.chains
        ADD COLUMN IF NOT EXISTS host_looks integer NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS host_look_at timestamptz`);
    await db.query(`
      COMMENT ON COLUMN booking.chains.host_looks IS 'how often it was asked again who serves, since the fact was stored'`);
    await db.query(`
      COMMENT ON COLUMN booking.chains.host_look_at IS 'when to ask again who serves; null: it is known, or asked no more'`);
    await createIndexOnline(
      db,
      { schema: 'booking', name: 'chains_without_host' },
      'ON booking.chains (host_look_at) WHERE host_look_at IS NOT NULL',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await dropIndexOnline(db, 'booking.chains_without_host');
    await db.query('ALTER TABLE booking.chains DROP COLUMN IF EXISTS host_looks, DROP COLUMN IF EXISTS host_look_at');
  }
}
