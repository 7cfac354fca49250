import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Moves and cancellations asked for on the phone, questions put back, and calls that asked for an appointment of another call. */
export class Changes1700000003006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.booking_outcomes
        ADD COLUMN operation text NOT NULL DEFAULT 'book' CHECK (operation IN ('book', 'reschedule', 'cancel')),
        DROP CONSTRAINT booking_outcomes_outcome_check,
        DROP CONSTRAINT recorded_means_appointment,
        DROP CONSTRAINT unbooked_has_a_reason,
        ADD CONSTRAINT booking_outcomes_outcome_check
          CHECK (outcome IN ('recorded', 'changed', 'failed', 'unresolved', 'asked_back')),
        ADD CONSTRAINT success_has_an_appointment
          CHECK ((outcome IN ('recorded', 'changed')) = (appointment_id IS NOT NULL)),
        ADD CONSTRAINT anything_else_has_a_reason CHECK ((outcome IN ('recorded', 'changed')) = (reason IS NULL)),
        ADD CONSTRAINT bookings_are_recorded_and_the_rest_changed
          CHECK (outcome NOT IN ('recorded', 'changed') OR (outcome = 'recorded') = (operation = 'book'));
      ALTER TABLE records.booking_outcomes ALTER COLUMN operation DROP DEFAULT;
      CREATE INDEX booking_outcomes_by_appointment ON records.booking_outcomes (appointment_id);
      -- Looked into many times a second: a list of pending entries would have to be read each time.
      CREATE INDEX booking_outcomes_by_function_call
        ON records.booking_outcomes USING gin (function_call_ids) WITH (fastupdate = off);
      COMMENT ON COLUMN records.booking_outcomes.request_id
        IS 'id of the round; of a question put back, which has no round, the id of the function call';
      COMMENT ON COLUMN records.booking_outcomes.reason IS 'why not; of a question put back, the question';

      ALTER TABLE records.appointments
        ADD COLUMN call_claimed_at timestamptz,
        ADD CONSTRAINT claimed_only_without_fact
          CHECK (call_claimed_at IS NULL OR (call_id IS NOT NULL AND call_revision IS NULL));
      CREATE INDEX appointments_by_reference ON records.appointments (company, replace(upper(reference), '-', ''));
      COMMENT ON COLUMN records.appointments.call_claimed_at
        IS 'when the call asked for it, where no call booked it and call_id is the first one that asked for it';
      COMMENT ON COLUMN records.appointments.call_revision
        IS 'number of the earliest fact that named a call, which is call_id; null when a person linked it, or a call claimed it';

      CREATE TABLE records.call_mentions (
        call_id uuid NOT NULL REFERENCES records.calls,
        appointment_id uuid NOT NULL REFERENCES records.appointments ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('already_booked', 'moved', 'cancelled')),
        at timestamptz NOT NULL,
        recorded_by_message uuid NOT NULL,
        PRIMARY KEY (call_id, appointment_id, kind)
      );
      CREATE INDEX call_mentions_by_appointment ON records.call_mentions (appointment_id);
      COMMENT ON TABLE records.call_mentions
        IS 'calls that were about an appointment they did not book: an appointment belongs to one call';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE records.call_mentions;
      DROP INDEX records.appointments_by_reference, records.booking_outcomes_by_appointment,
        records.booking_outcomes_by_function_call;
      ALTER TABLE records.appointments DROP COLUMN call_claimed_at;
      DELETE FROM records.booking_outcomes WHERE operation <> 'book' OR outcome IN ('changed', 'asked_back');
      ALTER TABLE records.booking_outcomes
        DROP COLUMN operation,
        DROP CONSTRAINT booking_outcomes_outcome_check,
        DROP CONSTRAINT success_has_an_appointment,
        DROP CONSTRAINT anything_else_has_a_reason,
        ADD CONSTRAINT booking_outcomes_outcome_check CHECK (outcome IN ('recorded', 'failed', 'unresolved')),
        ADD CONSTRAINT recorded_means_appointment CHECK ((outcome = 'recorded') = (appointment_id IS NOT NULL)),
        ADD CONSTRAINT unbooked_has_a_reason CHECK ((outcome = 'recorded') = (reason IS NULL));
    `);
  }
}
