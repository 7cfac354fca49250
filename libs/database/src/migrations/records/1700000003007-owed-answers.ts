import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Callers who were last told "not confirmed yet", and whoever told them the outcome since. */
export class OwedAnswers1700000003007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.owed_answers (
        id uuid PRIMARY KEY,
        company text NOT NULL,
        call_id uuid NOT NULL REFERENCES records.calls,
        request_id uuid UNIQUE REFERENCES records.booking_outcomes,
        operation text NOT NULL CHECK (operation IN ('book', 'reschedule', 'cancel')),
        outcome text NOT NULL CHECK (outcome IN ('recorded', 'changed', 'failed', 'unresolved')),
        reason text,
        appointment_id uuid REFERENCES records.appointments,
        said_at timestamptz NOT NULL,
        owed_since timestamptz NOT NULL,
        settled_at timestamptz,
        settled_by text,
        note text,
        CONSTRAINT success_has_an_appointment
          CHECK ((outcome IN ('recorded', 'changed')) = (appointment_id IS NOT NULL)),
        CONSTRAINT anything_else_has_a_reason CHECK ((outcome IN ('recorded', 'changed')) = (reason IS NULL)),
        CONSTRAINT settled_by_somebody CHECK ((settled_at IS NULL) = (settled_by IS NULL)),
        CONSTRAINT without_request_only_settled CHECK (request_id IS NOT NULL OR settled_at IS NOT NULL)
      );
      CREATE INDEX owed_answers_by_call ON records.owed_answers (call_id);
      CREATE INDEX owed_answers_open ON records.owed_answers (company, owed_since) WHERE settled_at IS NULL;
      CREATE INDEX function_answers_pending ON records.function_answers (answered_at)
        WHERE status = 'pending' AND request_key IS NOT NULL;
      COMMENT ON COLUMN records.owed_answers.id
        IS 'derived from request_id; without one, the function call that was answered with "not confirmed yet"';
      COMMENT ON COLUMN records.owed_answers.request_id
        IS 'null when nothing was ever heard of the request: such a row is made when somebody settles it';
      COMMENT ON COLUMN records.owed_answers.said_at IS 'since when the caller was left with "not confirmed yet"';
      COMMENT ON COLUMN records.owed_answers.owed_since IS 'since when there has been something to tell';

      CREATE VIEW records.owed_answers_view AS ${owedAnswersView(withSilentRequests)};
      COMMENT ON VIEW records.owed_answers_view IS
        'whom to ring and what to tell; a request of which nothing was heard for callbook.no_outcome_after (a setting of the database, default 30 minutes) is unresolved, no_outcome';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP VIEW records.owed_answers_view;
      DROP INDEX records.function_answers_pending;
      DROP TABLE records.owed_answers;
    `);
  }
}

/** @param owed rows of `records.owed_answers`, and others of the same form */
export function owedAnswersView(owed: string): string {
  return `
  WITH owed AS (${owed})
  SELECT owed.id, owed.company, owed.call_id, call.retell_call_id,
         coalesce(call.customer_number, appointment.attendee_as_said ->> 'phone', known.event -> 'attendee' ->> 'phone')
           AS number,
         coalesce(appointment.attendee_as_said ->> 'name', appointment.attendee_as_booked ->> 'name',
                  known.event -> 'attendee' ->> 'name', customer.name) AS name,
         owed.operation, owed.outcome, owed.reason,
         (known.event ->> 'start')::timestamptz AS wanted_start,
         owed.appointment_id, appointment.reference, appointment.status AS appointment_status,
         appointment.starts_at, appointment.time_zone,
         owed.said_at, owed.owed_since, owed.settled_at, owed.settled_by, owed.note
  FROM owed
  JOIN records.calls call ON call.id = owed.call_id
  LEFT JOIN records.booking_outcomes known ON known.request_id = owed.request_id
  LEFT JOIN records.appointments appointment ON appointment.id = owed.appointment_id
  LEFT JOIN records.customers customer ON customer.id = call.customer_id`;
}

export const ownRows = `
  SELECT id, company, call_id, request_id, operation, outcome, reason, appointment_id, said_at, owed_since,
         settled_at, settled_by, note
  FROM records.owed_answers`;

/** How long a request may stay without any outcome before its caller is owed a word. */
const patience = `coalesce(nullif(current_setting('callbook.no_outcome_after', true), ''), '30 minutes')::interval`;

/** One row for each request whose caller was last told "not confirmed yet", and of which nothing has been heard since. */
const pendingWithoutOutcome = `
  SELECT DISTINCT ON (told.call_id, told.request_key)
         told.function_call_id, told.company, told.call_id, NULL::uuid,
         CASE told.function_name WHEN 'reschedule_appointment' THEN 'reschedule'
                                 WHEN 'cancel_appointment' THEN 'cancel' ELSE 'book' END,
         'unresolved', 'no_outcome', NULL::uuid, told.answered_at, told.answered_at + ${patience},
         NULL::timestamptz, NULL, NULL
  FROM records.function_answers told
  WHERE told.status = 'pending' AND told.request_key IS NOT NULL AND told.answered_at < now() - ${patience}
    AND NOT EXISTS (
      SELECT FROM records.booking_outcomes known
      WHERE known.company = told.company AND known.function_call_ids @> ARRAY[told.function_call_id])
    AND NOT EXISTS (
      SELECT FROM records.booking_outcomes known
      JOIN records.appointments appointment ON appointment.id = known.appointment_id
      WHERE known.company = told.company AND known.request_key = told.request_key AND known.outcome = 'recorded'
        AND appointment.status NOT IN ('cancelled', 'rejected'))
    AND NOT EXISTS (
      SELECT FROM records.function_answers later
      WHERE later.call_id = told.call_id AND later.request_key = told.request_key
        AND later.answered_at > told.answered_at AND later.delivered
        AND later.status IN ('booked', 'already_booked', 'requested', 'refused', 'moved', 'cancelled'))
    AND NOT EXISTS (
      SELECT FROM records.function_answers same
      JOIN records.owed_answers settled ON settled.id = same.function_call_id AND settled.request_id IS NULL
      WHERE same.call_id = told.call_id AND same.request_key = told.request_key)
  ORDER BY told.call_id, told.request_key, told.answered_at, told.function_call_id`;

export const withSilentRequests = `${ownRows} UNION ALL (${pendingWithoutOutcome})`;
