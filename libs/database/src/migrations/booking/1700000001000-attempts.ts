import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropInboxAndOutbox, inboxAndOutbox } from '../common/inbox-outbox';

/** Attempts at a booking with every step they took, the chains of Cal.com bookings, inbox and outbox. */
export class Attempts1700000001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE booking.attempts (
        id uuid PRIMARY KEY,
        request_key uuid NOT NULL,
        round integer NOT NULL CHECK (round > 0),
        company text NOT NULL,
        retell_call_id text NOT NULL,
        operation text NOT NULL CHECK (operation IN ('book', 'reschedule', 'cancel')),
        service_id uuid NOT NULL,
        start_at timestamptz NOT NULL,
        event_type_id integer,
        request jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('requested', 'posting', 'unknown', 'compensating', 'booked', 'awaiting_confirmation',
                                             'refused', 'unresolved', 'compensation_stuck')),
        version integer NOT NULL DEFAULT 1,
        withdrawn_at timestamptz,
        posts integer NOT NULL DEFAULT 0,
        last_post_at timestamptz,
        lease_until timestamptz,
        reason text,
        provider_text text,
        calcom_uid text,
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        settled_at timestamptz,
        UNIQUE (request_key, round),
        CHECK (state <> 'refused' OR reason IS NOT NULL),
        CHECK (state NOT IN ('posting', 'unknown') OR (event_type_id IS NOT NULL AND last_post_at IS NOT NULL)),
        CHECK (state NOT IN ('booked', 'awaiting_confirmation') OR calcom_uid IS NOT NULL)
      );
      COMMENT ON COLUMN booking.attempts.id IS 'the request id Cal.com keeps in its metadata; derived from request key and round';
      COMMENT ON COLUMN booking.attempts.version IS 'every move compares and sets it';
      COMMENT ON COLUMN booking.attempts.ended_at IS 'the booking was cancelled or rejected later: the round is closed';

      -- One round of a request at a time may be open or hold a living booking.
      CREATE UNIQUE INDEX attempts_one_living_round ON booking.attempts (request_key)
        WHERE state NOT IN ('refused') AND ended_at IS NULL;
      CREATE INDEX attempts_by_call ON booking.attempts (company, retell_call_id);
      CREATE INDEX attempts_unsettled ON booking.attempts (created_at) WHERE settled_at IS NULL;

      CREATE TABLE booking.attempt_steps (
        attempt_id uuid NOT NULL REFERENCES booking.attempts ON DELETE CASCADE,
        version integer NOT NULL,
        at timestamptz NOT NULL,
        from_state text,
        to_state text NOT NULL,
        evidence jsonb NOT NULL,
        PRIMARY KEY (attempt_id, version)
      );

      CREATE TABLE booking.attempt_function_calls (
        function_call_id uuid PRIMARY KEY,
        attempt_id uuid NOT NULL REFERENCES booking.attempts ON DELETE CASCADE,
        joined_at timestamptz NOT NULL
      );
      COMMENT ON TABLE booking.attempt_function_calls IS 'which round each function call joined: the same call again never opens another';
      CREATE INDEX attempt_function_calls_by_attempt ON booking.attempt_function_calls (attempt_id);

      CREATE TABLE booking.chains (
        company text NOT NULL,
        root_uid text NOT NULL,
        current_uid text NOT NULL,
        revision bigint NOT NULL,
        content_hash text NOT NULL,
        provider_updated_at timestamptz,
        answered_at timestamptz NOT NULL,
        fact jsonb NOT NULL,
        PRIMARY KEY (company, root_uid)
      );
      CREATE UNIQUE INDEX chains_by_current_uid ON booking.chains (company, current_uid);
      COMMENT ON COLUMN booking.chains.answered_at IS 'when the answer of Cal.com that is stored here came';
    `);
    await db.query(inboxAndOutbox('booking'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropInboxAndOutbox('booking'));
    await db.query(`
      DROP TABLE booking.chains, booking.attempt_function_calls, booking.attempt_steps, booking.attempts;
    `);
  }
}
