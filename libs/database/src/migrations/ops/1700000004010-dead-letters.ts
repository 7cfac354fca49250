import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that ended at `.dead`, taken off the broker: kept, grouped by cause, changed by people only, and every act written down. */
export class DeadLetters1700000004010 implements MigrationInterface {
  name = 'DeadLetters1700000004010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ops.dead_letter_groups (
        id uuid PRIMARY KEY,
        queue text NOT NULL,
        code text NOT NULL,
        error text NOT NULL,
        event_type text,
        company text,
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        note text,
        owner text,
        CONSTRAINT seen_in_order CHECK (first_seen <= last_seen)
      );
      COMMENT ON TABLE ops.dead_letter_groups IS 'one cause: consumer, code, message without what differs, event type, company';
      COMMENT ON COLUMN ops.dead_letter_groups.error IS 'the message with ids, numbers, times and quoted values taken out';

      CREATE TABLE ops.dead_letters (
        id uuid PRIMARY KEY,
        group_id uuid NOT NULL REFERENCES ops.dead_letter_groups,
        queue text NOT NULL,
        message_id text,
        event_type text,
        company text,
        correlation_id text,
        code text NOT NULL,
        error text NOT NULL,
        deliveries integer,
        retries integer,
        first_failed_at timestamptz,
        dead_at timestamptz NOT NULL,
        properties jsonb NOT NULL,
        headers jsonb NOT NULL,
        body bytea NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replaying', 'resolved', 'discarded', 'too_late')),
        state_since timestamptz NOT NULL DEFAULT now(),
        died_of text NOT NULL DEFAULT 'handler'
          CHECK (died_of IN ('handler', 'delivery_limit', 'rejected', 'maxlen', 'expired', 'unknown')),
        deaths integer NOT NULL DEFAULT 1 CHECK (deaths > 0),
        alone boolean NOT NULL DEFAULT false,
        body_digest text NOT NULL GENERATED ALWAYS AS (encode(sha256(body), 'hex')) STORED,
        stored_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX dead_letters_by_death ON ops.dead_letters (dead_at DESC, id);
      CREATE INDEX dead_letters_counts ON ops.dead_letters (group_id, state);
      CREATE INDEX dead_letters_of_the_limit ON ops.dead_letters (dead_at, id) WHERE died_of = 'delivery_limit' AND state = 'open' AND NOT alone;
      CREATE INDEX dead_letters_by_group ON ops.dead_letters (group_id, dead_at DESC, id);
      CREATE INDEX dead_letters_by_state ON ops.dead_letters (state, dead_at DESC, id);
      CREATE INDEX dead_letters_by_message ON ops.dead_letters (message_id, queue);
      CREATE INDEX dead_letters_by_correlation ON ops.dead_letters (correlation_id);
      COMMENT ON COLUMN ops.dead_letters.id IS 'derived from queue, message id, digest of the body and time of the first death';
      COMMENT ON COLUMN ops.dead_letters.died_of IS 'handler: our consumer gave up; else what the broker says in x-death';
      COMMENT ON COLUMN ops.dead_letters.deaths IS 'how often it came; the other columns tell of the last time';
      COMMENT ON COLUMN ops.dead_letters.dead_at IS 'when it was stored, if the message does not say when it died';
      COMMENT ON COLUMN ops.dead_letters.queue IS 'the consumer that failed, without the prefix of the deployment';
      COMMENT ON COLUMN ops.dead_letters.body IS 'byte for byte as it died; what people changed is in dead_letter_edits';
      COMMENT ON COLUMN ops.dead_letters.alone IS 'died of the delivery limit alone and was replayed once by itself, alone in flight';

      CREATE TABLE ops.dead_letter_deaths (
        id uuid PRIMARY KEY,
        dead_letter_id uuid NOT NULL REFERENCES ops.dead_letters ON DELETE CASCADE,
        group_id uuid NOT NULL REFERENCES ops.dead_letter_groups,
        code text NOT NULL,
        dead_at timestamptz NOT NULL
      );
      CREATE INDEX dead_letter_deaths_of_letter ON ops.dead_letter_deaths (dead_letter_id, dead_at);
      CREATE INDEX dead_letter_deaths_by_time ON ops.dead_letter_deaths (dead_at, group_id);
      COMMENT ON TABLE ops.dead_letter_deaths IS 'each time a message was put aside; by its id the same death is counted once';

      CREATE TABLE ops.dead_letter_edits (
        id uuid PRIMARY KEY,
        dead_letter_id uuid NOT NULL REFERENCES ops.dead_letters ON DELETE CASCADE,
        body bytea NOT NULL,
        body_digest text NOT NULL GENERATED ALWAYS AS (encode(sha256(body), 'hex')) STORED,
        diff text NOT NULL,
        why text NOT NULL,
        edited_by text NOT NULL,
        edited_at timestamptz NOT NULL DEFAULT now(),
        replaces uuid REFERENCES ops.dead_letter_edits ON DELETE SET NULL,
        undone_at timestamptz
      );
      CREATE UNIQUE INDEX dead_letter_edits_one_in_force ON ops.dead_letter_edits (dead_letter_id) WHERE undone_at IS NULL;
      CREATE INDEX dead_letter_edits_of_letter ON ops.dead_letter_edits (dead_letter_id, edited_at);
      COMMENT ON COLUMN ops.dead_letter_edits.replaces IS 'the edit that was in force before, and is again when this one is undone';
      COMMENT ON COLUMN ops.dead_letter_edits.undone_at IS 'when it was undone, or replaced by another one';
      COMMENT ON COLUMN ops.dead_letter_edits.body IS 'what is replayed in place of the original';

      CREATE TABLE ops.audit (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL,
        act text NOT NULL,
        subject text NOT NULL,
        plan_hash text,
        why text,
        result jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX audit_by_subject ON ops.audit (subject, seq);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE ops.audit, ops.dead_letter_edits, ops.dead_letter_deaths, ops.dead_letters, ops.dead_letter_groups',
    );
  }
}
