import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropInboxAndOutbox, inboxAndOutbox } from '../common/inbox-outbox';

/** What became of each round of a request, what the agent was told to say, and the inbox and outbox. */
export class OutcomesAndAnswers1700000003004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.booking_outcomes (
        request_id uuid PRIMARY KEY,
        company text NOT NULL,
        request_key uuid NOT NULL,
        round integer,
        call_id uuid REFERENCES records.calls,
        function_call_ids uuid[] NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('recorded', 'failed', 'unresolved')),
        reason text,
        provider_text text,
        appointment_id uuid REFERENCES records.appointments,
        event jsonb NOT NULL,
        decided_at timestamptz NOT NULL,
        CONSTRAINT recorded_means_appointment CHECK ((outcome = 'recorded') = (appointment_id IS NOT NULL)),
        CONSTRAINT unbooked_has_a_reason CHECK ((outcome = 'recorded') = (reason IS NULL))
      );
      CREATE INDEX booking_outcomes_by_key ON records.booking_outcomes (company, request_key);
      CREATE INDEX booking_outcomes_by_call ON records.booking_outcomes (call_id);
      COMMENT ON COLUMN records.booking_outcomes.round IS 'as booking.failed and booking.unresolved say; a booking does not name it';
      COMMENT ON COLUMN records.booking_outcomes.event IS 'data of the event that answers the request, as it was published';
      COMMENT ON COLUMN records.booking_outcomes.provider_text IS 'words of the calendar, whole';

      CREATE TABLE records.function_answers (
        message_id uuid PRIMARY KEY,
        company text NOT NULL,
        call_id uuid NOT NULL REFERENCES records.calls,
        function_call_id uuid NOT NULL,
        function_name text NOT NULL,
        request_key uuid,
        status text NOT NULL,
        say text NOT NULL,
        delivered boolean NOT NULL,
        answered_at timestamptz NOT NULL
      );
      CREATE INDEX function_answers_by_call ON records.function_answers (call_id, answered_at);
      COMMENT ON TABLE records.function_answers IS 'every answer the agent was given: a function call that was repeated has several';
    `);
    await db.query(inboxAndOutbox('records'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropInboxAndOutbox('records'));
    await db.query('DROP TABLE records.function_answers, records.booking_outcomes');
  }
}
