import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which messages booking has handled, for whoever replays them. */
export class HandledMessages1700000001050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE booking.inbox ADD COLUMN replay_id uuid;
      COMMENT ON COLUMN booking.inbox.replay_id IS 'the replay that sent the message; only such messages are remembered here';

      CREATE VIEW booking.handled_messages_v1 AS
        SELECT function_call_id AS message_id, queue, joined_at AS handled_at, NULL::uuid AS replay_id,
               jsonb_build_array('attempts ' || coalesce(left(encode(sha256(convert_to('"' || attempt_id || '"', 'UTF8')), 'hex'), 16), 'none'))
                 AS effect
        FROM booking.attempt_function_calls
        CROSS JOIN (VALUES ('booking.booking-requested'), ('booking.booking-reschedule-requested'), ('booking.booking-cancel-requested'))
          AS of_requests (queue)
        UNION ALL
        SELECT message_id, queue, handled_at, replay_id, NULL::jsonb FROM booking.inbox;
      COMMENT ON VIEW booking.handled_messages_v1 IS
        'requests by the function call they are, known for as long as their round is; other messages only if they were replayed';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP VIEW booking.handled_messages_v1;
      ALTER TABLE booking.inbox DROP COLUMN replay_id;
    `);
  }
}
