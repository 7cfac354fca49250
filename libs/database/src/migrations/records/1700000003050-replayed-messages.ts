import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What messages that operators sent again did, for whoever replays them. */
export class ReplayedMessages1700000003050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.inbox ADD COLUMN replay_id uuid, ADD COLUMN effect jsonb;
      COMMENT ON COLUMN records.inbox.replay_id IS 'the replay that sent the message; null when it came as usual';
      COMMENT ON COLUMN records.inbox.effect IS 'of a replayed message: the rows it made or changed, without values';

      CREATE VIEW records.handled_messages_v1 AS
        SELECT message_id, queue, handled_at, replay_id, effect FROM records.inbox;
      COMMENT ON VIEW records.handled_messages_v1 IS 'messages that consumers of records have handled';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP VIEW records.handled_messages_v1;
      ALTER TABLE records.inbox DROP COLUMN effect, DROP COLUMN replay_id;
    `);
  }
}
