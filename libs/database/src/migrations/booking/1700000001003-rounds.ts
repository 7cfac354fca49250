import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts that go on by the clock: progress part by part, when each is due, changes of appointments, answers without a round. */
export class Rounds1700000001003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE booking.attempts
        ADD COLUMN seq bigint,
        ADD COLUMN progress jsonb,
        ADD COLUMN due_at timestamptz,
        ADD COLUMN said_at timestamptz,
        ADD COLUMN answer_by timestamptz,
        ALTER COLUMN service_id DROP NOT NULL;

      UPDATE booking.attempts AS attempt SET
        seq = ordered.seq,
        progress = ${progressOfOldRound},
        due_at = CASE WHEN settled_at IS NULL THEN now() END,
        said_at = created_at,
        answer_by = coalesce((request ->> 'answerBy')::timestamptz, created_at)
      FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS seq FROM booking.attempts) AS ordered
      WHERE attempt.id = ordered.id;

      ALTER TABLE booking.attempts
        ALTER COLUMN seq SET NOT NULL,
        ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY,
        ALTER COLUMN progress SET NOT NULL,
        ALTER COLUMN said_at SET NOT NULL,
        ALTER COLUMN answer_by SET NOT NULL,
        DROP COLUMN event_type_id,
        DROP COLUMN posts,
        DROP CONSTRAINT attempts_state_check,
        DROP CONSTRAINT attempts_check,
        DROP CONSTRAINT attempts_check2,
        ADD CONSTRAINT known_state CHECK (state IN (${open}, ${held}, 'changed', 'refused', 'unresolved', 'compensation_stuck')),
        ADD CONSTRAINT open_until_settled CHECK ((settled_at IS NULL) = (state IN (${open}))),
        ADD CONSTRAINT open_is_due CHECK (settled_at IS NOT NULL OR due_at IS NOT NULL),
        ADD CONSTRAINT announced_before_posted CHECK (state NOT IN ('posting', 'unknown') OR last_post_at IS NOT NULL),
        ADD CONSTRAINT announced_part CHECK (
          operation <> 'book' OR state NOT IN ('posting', 'unknown')
          OR jsonb_path_exists(progress, '$.parts[*] ? (@.uid == null && @.posts > 0)')),
        ADD CONSTRAINT posting_has_a_lease CHECK (state <> 'posting' OR lease_until IS NOT NULL),
        ADD CONSTRAINT success_has_a_booking CHECK (state NOT IN (${held}, 'changed') OR calcom_uid IS NOT NULL),
        ADD CONSTRAINT failure_has_a_reason
          CHECK (state NOT IN ('refused', 'unresolved', 'compensation_stuck') OR reason IS NOT NULL),
        ADD CONSTRAINT success_of_its_operation CHECK (
          (state NOT IN (${held}) OR operation = 'book') AND (state <> 'changed' OR operation <> 'book')),
        ADD CONSTRAINT only_a_booking_ends CHECK (ended_at IS NULL OR state IN (${held}));
      SELECT setval(pg_get_serial_sequence('booking.attempts', 'seq'), coalesce(max(seq), 0) + 1, false)
        FROM booking.attempts;
      COMMENT ON COLUMN booking.attempts.seq IS 'order in which the rounds of a call were opened';
      COMMENT ON COLUMN booking.attempts.progress IS 'the Cal.com bookings it consists of and how far each got';
      COMMENT ON COLUMN booking.attempts.due_at
        IS 'when somebody has to look at it; a worker that takes it moves this ahead: if the worker dies, somebody else looks then';
      COMMENT ON COLUMN booking.attempts.said_at IS 'when the caller asked for it last, by the clock of the gateway';
      COMMENT ON COLUMN booking.attempts.answer_by IS 'the last moment at which somebody who asked still waited';
      COMMENT ON COLUMN booking.attempts.withdrawn_at IS 'the caller does not want it any more';

      DROP INDEX booking.attempts_unsettled;
      CREATE INDEX attempts_due ON booking.attempts (due_at) WHERE due_at IS NOT NULL;
      -- A change that was made stays made: the same wish about the same appointment may come again, and be made again.
      DROP INDEX booking.attempts_one_living_round;
      CREATE UNIQUE INDEX attempts_one_living_round ON booking.attempts (request_key)
        WHERE state NOT IN ('refused', 'changed') AND ended_at IS NULL;
      CREATE INDEX attempts_open_changes ON booking.attempts (company, (request -> 'target' ->> 'rootUid'))
        WHERE operation <> 'book' AND settled_at IS NULL;
      CREATE INDEX attempts_by_slot ON booking.attempts (company, service_id, start_at)
        WHERE operation = 'book' AND state <> 'refused' AND ended_at IS NULL;
      CREATE INDEX attempts_already_booked ON booking.attempts (company, calcom_uid) WHERE state = 'already_booked';

      ALTER TABLE booking.attempt_function_calls ALTER COLUMN attempt_id DROP NOT NULL;
      COMMENT ON COLUMN booking.attempt_function_calls.attempt_id IS 'null: answered without a round, by a question or because there was nothing to change';
    `);
  }

  /** What the tables of before cannot hold goes: changes of appointments, and answers without a round. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM booking.attempt_function_calls WHERE attempt_id IS NULL;
      ALTER TABLE booking.attempt_function_calls ALTER COLUMN attempt_id SET NOT NULL;

      DROP INDEX booking.attempts_already_booked;
      DROP INDEX booking.attempts_by_slot;
      DROP INDEX booking.attempts_open_changes;
      DROP INDEX booking.attempts_one_living_round;
      DROP INDEX booking.attempts_due;
      DELETE FROM booking.attempts WHERE operation <> 'book';
      ALTER TABLE booking.attempts
        DROP CONSTRAINT known_state,
        DROP CONSTRAINT open_until_settled,
        DROP CONSTRAINT open_is_due,
        DROP CONSTRAINT announced_before_posted,
        DROP CONSTRAINT announced_part,
        DROP CONSTRAINT posting_has_a_lease,
        DROP CONSTRAINT success_has_a_booking,
        DROP CONSTRAINT failure_has_a_reason,
        DROP CONSTRAINT success_of_its_operation,
        DROP CONSTRAINT only_a_booking_ends,
        ADD COLUMN event_type_id integer,
        ADD COLUMN posts integer NOT NULL DEFAULT 0;
      UPDATE booking.attempts SET
        state = CASE state WHEN 'already_booked' THEN 'booked' ELSE state END,
        event_type_id = (progress #>> '{parts,0,eventTypeId}')::integer,
        posts = (SELECT coalesce(sum((part ->> 'posts')::integer), 0) FROM jsonb_array_elements(progress -> 'parts') AS part);
      ALTER TABLE booking.attempts
        DROP COLUMN seq,
        DROP COLUMN progress,
        DROP COLUMN due_at,
        DROP COLUMN said_at,
        DROP COLUMN answer_by,
        ALTER COLUMN service_id SET NOT NULL,
        ADD CONSTRAINT attempts_state_check CHECK (state IN ('requested', 'posting', 'unknown', 'compensating', 'booked',
          'awaiting_confirmation', 'refused', 'unresolved', 'compensation_stuck')),
        ADD CONSTRAINT attempts_check CHECK (state <> 'refused' OR reason IS NOT NULL),
        ADD CONSTRAINT attempts_check1
          CHECK (state NOT IN ('posting', 'unknown') OR (event_type_id IS NOT NULL AND last_post_at IS NOT NULL)),
        ADD CONSTRAINT attempts_check2 CHECK (state NOT IN ('booked', 'awaiting_confirmation') OR calcom_uid IS NOT NULL);
      CREATE UNIQUE INDEX attempts_one_living_round ON booking.attempts (request_key)
        WHERE state NOT IN ('refused') AND ended_at IS NULL;
      CREATE INDEX attempts_unsettled ON booking.attempts (created_at) WHERE settled_at IS NULL;
    `);
  }
}

const open = `'requested', 'posting', 'unknown', 'compensating'`;
const held = `'booked', 'awaiting_confirmation', 'already_booked'`;

/** A round of before was one booking with one POST that may have made it; one without an announced POST is planned anew. */
const progressOfOldRound = `jsonb_build_object(
  'parts', CASE WHEN event_type_id IS NULL OR state = 'requested' THEN '[]'::jsonb
    ELSE jsonb_build_array(jsonb_build_object(
      'segment', NULL, 'eventTypeId', event_type_id, 'hostSubset', NULL,
      'start', to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'posts', 1, 'uid', calcom_uid))
    END,
  'ownAddress', false, 'doubt', CASE state WHEN 'unknown' THEN 'unclear' END, 'absentAt', NULL,
  'doubted', state IN ('unknown', 'unresolved'), 'ending', NULL, 'replaces', '[]'::jsonb,
  'inPlace', NULL, 'released', '[]'::jsonb)`;
