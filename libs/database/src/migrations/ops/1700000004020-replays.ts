import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans of replays, what each message would do, how far they were carried out, and what each message did. */
export class Replays1700000004020 implements MigrationInterface {
  name = 'Replays1700000004020';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ops.replays (
        id uuid PRIMARY KEY,
        hash text,
        state text NOT NULL DEFAULT 'planning' CHECK (state IN ('planning', 'planned', 'running', 'stopped', 'finished')),
        selection jsonb NOT NULL,
        planned_by text NOT NULL,
        planned_at timestamptz NOT NULL DEFAULT now(),
        confirmed_by text,
        confirmed_at timestamptz,
        per_second double precision NOT NULL DEFAULT 10 CHECK (per_second > 0),
        stop_reason text,
        stop_detail text,
        ended_at timestamptz,
        worker uuid,
        lease_until timestamptz,
        CONSTRAINT hash_once_planned CHECK (state = 'planning' OR hash IS NOT NULL),
        CONSTRAINT confirmed_to_run CHECK (state IN ('planning', 'planned') OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)),
        CONSTRAINT stopped_with_reason CHECK ((state = 'stopped') = (stop_reason IS NOT NULL))
      );
      CREATE INDEX replays_by_hash ON ops.replays (hash);
      CREATE INDEX replays_running ON ops.replays (confirmed_at) WHERE state = 'running';
      COMMENT ON COLUMN ops.replays.hash IS 'over the ids, bodies and predictions, in order: what an operator has seen';
      COMMENT ON COLUMN ops.replays.planned_at IS 'when predicting began: predictions are as old as that';

      CREATE TABLE ops.replay_items (
        replay_id uuid NOT NULL REFERENCES ops.replays ON DELETE CASCADE,
        place integer NOT NULL CHECK (place > 0),
        dead_letter_id uuid NOT NULL,
        queue text NOT NULL,
        message_id uuid,
        body_digest text NOT NULL,
        prediction text CHECK (prediction IN ('nothing', 'create', 'change', 'link', 'fail', 'too_late')),
        code text,
        reason text,
        changes jsonb,
        handled_before boolean NOT NULL DEFAULT false,
        state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'settled')),
        sends integer NOT NULL DEFAULT 0,
        sent_at timestamptz,
        settled_at timestamptz,
        result text CHECK (result IN ('as_predicted', 'different', 'died_again', 'too_late', 'left', 'handled_before', 'gone')),
        did jsonb,
        PRIMARY KEY (replay_id, place),
        UNIQUE (replay_id, dead_letter_id),
        CONSTRAINT settled_with_result CHECK ((state = 'settled') = (result IS NOT NULL))
      );
      CREATE INDEX replay_items_to_do ON ops.replay_items (replay_id, place) WHERE state <> 'settled';
      CREATE INDEX replay_items_of_letter ON ops.replay_items (dead_letter_id);
      COMMENT ON COLUMN ops.replay_items.message_id IS 'id of the event, as the consumer remembers it; null when the body has none';
      COMMENT ON COLUMN ops.replay_items.changes IS 'what the message would do, a line each; null when its consumer does not tell';
      COMMENT ON COLUMN ops.replay_items.did IS 'what it did, in the same lines';
      COMMENT ON COLUMN ops.replay_items.result IS 'left: it would fail again, so it was not sent and stays open';

      CREATE TABLE ops.replayed_queues (
        queue text PRIMARY KEY,
        replay_id uuid NOT NULL REFERENCES ops.replays ON DELETE CASCADE
      );
      CREATE INDEX replayed_queues_of_replay ON ops.replayed_queues (replay_id);
      CREATE TABLE ops.handled_messages (
        message_id uuid NOT NULL,
        queue text NOT NULL,
        replay_id uuid NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (message_id, queue)
      );
      COMMENT ON TABLE ops.handled_messages IS 'replayed messages that consumers of ops itself have handled';
      COMMENT ON TABLE ops.replayed_queues IS 'queues of running replays: one replay at a time may send to a queue';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ops.handled_messages, ops.replayed_queues, ops.replay_items, ops.replays');
  }
}
