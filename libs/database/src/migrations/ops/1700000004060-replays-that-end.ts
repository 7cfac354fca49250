import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from '../common/online';

/** Who stopped a replay, what is still under way, and when a letter is sent alone again. */
export class ReplaysThatEnd1700000004060 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE ops.replays ADD COLUMN IF NOT EXISTS stopped_by text');
    await db.query(
      `COMMENT ON COLUMN ops.replays.stopped_by IS 'the operator who ended it; null when it stopped by itself'`,
    );
    await db.query(`
      ALTER TABLE ops.dead_letters ADD COLUMN IF NOT EXISTS alone_tries smallint NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS alone_next_at timestamptz
    `);
    await db.query(`COMMENT ON COLUMN ops.dead_letters.alone_tries IS 'how often it was tried to send it alone'`);
    await db.query(
      `COMMENT ON COLUMN ops.dead_letters.alone_next_at IS 'when that is tried again: it was refused, or nobody knows whether it was sent'`,
    );
    await createIndexOnline(
      db,
      { schema: 'ops', name: 'replay_items_under_way' },
      `ON ops.replay_items (replay_id) WHERE state = 'sent'`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await dropIndexOnline(db, 'ops.replay_items_under_way');
    await db.query(
      'ALTER TABLE ops.dead_letters DROP COLUMN IF EXISTS alone_next_at, DROP COLUMN IF EXISTS alone_tries',
    );
    await db.query('ALTER TABLE ops.replays DROP COLUMN IF EXISTS stopped_by');
  }
}
