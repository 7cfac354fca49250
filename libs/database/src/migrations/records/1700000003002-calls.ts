import type { MigrationInterface, QueryRunner } from 'typeorm';
import { emptyCell } from './empty-cell';

/** Phone calls. The links to appointments are completed by the migration that makes those. */
export class Calls1700000003002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.calls (
        id uuid PRIMARY KEY,
        company text NOT NULL,
        retell_call_id text NOT NULL,
        branch_id uuid,
        customer_id uuid REFERENCES records.customers,
        from_number text,
        to_number text,
        customer_number text,
        direction text CHECK (direction IN ('inbound', 'outbound')),
        call_type text NOT NULL CHECK (call_type IN ('phone_call', 'web_call')),
        agent_id text NOT NULL,
        agent_version integer,
        status text NOT NULL CHECK (status IN ('started', 'ended', 'analyzed')),
        started_at timestamptz,

        ended_at timestamptz,
        duration_ms integer,
        disconnection_reason text,
        cost_cents double precision,
        transcript text,
        recording_url text,
        end_sources jsonb NOT NULL DEFAULT '{}',

        summary text,
        sentiment text,
        successful boolean,
        in_voicemail boolean,
        custom_analysis jsonb,
        analysis_observed_at timestamptz,
        analysis_digest text,

        appointment_id uuid,
        has_appointment boolean NOT NULL GENERATED ALWAYS AS (appointment_id IS NOT NULL) STORED,
        linked_id uuid GENERATED ALWAYS AS (CASE WHEN appointment_id IS NOT NULL THEN id END) STORED
          CONSTRAINT calls_linked_id UNIQUE,
        staff_id uuid,
        appointment_link_status text NOT NULL
          CHECK (appointment_link_status IN ('linked', 'not_applicable', 'pending', 'failed', 'unlinked')),
        appointment_linked_at timestamptz,
        booking_confirmed boolean NOT NULL DEFAULT false,
        booking_details jsonb,
        booking_failure_reason text,
        booking_failure_text text,
        booking_failed_at timestamptz,

        notes text,
        version integer NOT NULL DEFAULT 1,
        recorded_by_message uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),

        ${emptyCell('customer', 'customer_id')},
        ${emptyCell('link', 'appointment_id')},
        CONSTRAINT confirmed_only_with_appointment CHECK (NOT booking_confirmed OR appointment_id IS NOT NULL),
        CONSTRAINT linked_means_appointment CHECK ((appointment_link_status = 'linked') = (appointment_id IS NOT NULL)),
        CONSTRAINT linked_has_a_time CHECK (appointment_id IS NULL OR appointment_linked_at IS NOT NULL),
        CONSTRAINT failure_has_a_time CHECK ((booking_failure_reason IS NULL) = (booking_failed_at IS NULL)),
        UNIQUE (company, retell_call_id)
      );
      CREATE INDEX calls_by_start ON records.calls (company, started_at);
      CREATE INDEX calls_by_customer ON records.calls (customer_id);
      CREATE INDEX calls_by_appointment ON records.calls (appointment_id, id);

      COMMENT ON COLUMN records.calls.id IS 'derived from company and Retell call id';
      COMMENT ON COLUMN records.calls.customer_number IS 'E.164; null when withheld or not a telephone number';
      COMMENT ON COLUMN records.calls.cost_cents IS 'US cents';
      COMMENT ON COLUMN records.calls.end_sources IS 'per field of the end: rank of the message it is from; a lesser one only fills gaps';
      COMMENT ON COLUMN records.calls.appointment_id IS 'the latest appointment of this call that lives, else the latest';
      COMMENT ON COLUMN records.calls.linked_id IS 'the id, once the call points to an appointment: what an appointment may reference';
      COMMENT ON COLUMN records.calls.staff_id IS 'who serves the appointment the call points to';
      COMMENT ON COLUMN records.calls.booking_confirmed IS 'was confirmed by the record at least once; a cancellation keeps it';
      COMMENT ON COLUMN records.calls.booking_details IS 'what was booked, or, without an appointment, what was asked for';
      COMMENT ON COLUMN records.calls.booking_failure_text IS 'words of the calendar, whole';
      COMMENT ON COLUMN records.calls.notes IS 'edited by people: no message overwrites it';
      COMMENT ON COLUMN records.calls.recorded_by_message IS 'id of the message that wrote the row last';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE records.calls');
  }
}
