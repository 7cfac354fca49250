import type { MigrationInterface, QueryRunner } from 'typeorm';
import { emptyCell } from './empty-cell';

/** Appointments, their phases and their uids in the calendar; and both halves of the link between call and appointment. */
export class Appointments1700000003003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.appointments (
        id uuid PRIMARY KEY,
        company text NOT NULL,
        reference text NOT NULL,
        call_id uuid,
        customer_id uuid REFERENCES records.customers,
        branch_id uuid,
        service_id uuid,
        staff_id uuid,
        preferred_staff_id uuid,
        preferred_staff_as_said text,
        source text NOT NULL CHECK (source IN ('phone', 'calcom', 'recovery')),
        status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'cancelled', 'rejected', 'completed', 'no_show')),
        was_confirmed boolean NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        time_zone text NOT NULL,
        price_minor integer CHECK (price_minor >= 0),
        currency text,
        attendee_as_said jsonb,
        attendee_as_booked jsonb,
        location text,
        booking_notes text,
        metadata jsonb NOT NULL,

        calcom_booking_id integer,
        calcom_uid text NOT NULL,
        root_uid text NOT NULL,
        calcom_event_type_id integer NOT NULL,
        calcom_host_id integer,
        calcom_host_name text,
        calcom_host_email text,
        host_read_from text CHECK (host_read_from IN ('post', 'get')),
        catalogue_version integer,
        request_id uuid,
        revision bigint NOT NULL,
        booked_at timestamptz NOT NULL,
        provider_updated_at timestamptz,

        sync_status text NOT NULL CHECK (sync_status IN ('pending', 'synced', 'failed', 'manual_review')),
        sync_error_class text,
        sync_error text,

        notes text,
        version integer NOT NULL DEFAULT 1,
        recorded_by_message uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),

        ${emptyCell('link', 'call_id')},
        ${emptyCell('customer', 'customer_id')},
        ${emptyCell('service', 'service_id')},
        ${emptyCell('staff', 'staff_id')},
        ${emptyCell('price', 'price_minor')},
        CONSTRAINT price_has_a_currency CHECK ((price_minor IS NULL) = (currency IS NULL)),
        CONSTRAINT appointments_link_target UNIQUE (id, call_id)
      );
      CREATE INDEX appointments_by_start ON records.appointments (company, starts_at);
      CREATE INDEX appointments_by_call ON records.appointments (call_id);
      CREATE INDEX appointments_by_customer ON records.appointments (customer_id);

      -- No half link can be committed: a call points only to an appointment that names it, and an appointment names only
      -- a call that points to one of its appointments. Both are checked at the end of the transaction.
      ALTER TABLE records.calls
        ADD CONSTRAINT call_points_to_its_appointment FOREIGN KEY (appointment_id, id)
          REFERENCES records.appointments (id, call_id) DEFERRABLE INITIALLY DEFERRED;
      ALTER TABLE records.appointments
        ADD CONSTRAINT appointment_names_a_linked_call FOREIGN KEY (call_id)
          REFERENCES records.calls (linked_id) DEFERRABLE INITIALLY DEFERRED;

      CREATE TABLE records.appointment_uids (
        company text NOT NULL,
        uid text NOT NULL,
        appointment_id uuid NOT NULL REFERENCES records.appointments ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('chain', 'segment')),
        PRIMARY KEY (company, uid)
      );
      CREATE INDEX appointment_uids_by_appointment ON records.appointment_uids (appointment_id);
      COMMENT ON TABLE records.appointment_uids IS 'every uid the calendar ever gave an appointment or a part of it';

      CREATE TABLE records.appointment_phases (
        appointment_id uuid NOT NULL REFERENCES records.appointments ON DELETE CASCADE,
        position integer NOT NULL,
        key text NOT NULL,
        offset_minutes integer NOT NULL CHECK (offset_minutes >= 0),
        minutes integer NOT NULL CHECK (minutes > 0),
        staff_required boolean NOT NULL,
        staff_id uuid,
        calcom_uid text,
        status text NOT NULL,
        PRIMARY KEY (appointment_id, position),
        ${emptyCell('staff', 'staff_id')}
      );

      COMMENT ON COLUMN records.appointments.id IS 'derived from company and the first uid of the chain';
      COMMENT ON COLUMN records.appointments.reference IS 'short code for the phone; not unique, not a secret';
      COMMENT ON COLUMN records.appointments.staff_id IS 'who serves, as the calendar assigned; the wish is preferred_staff_id';
      COMMENT ON COLUMN records.appointments.was_confirmed IS 'confirmed now or at any time before';
      COMMENT ON COLUMN records.appointments.root_uid IS 'first uid of the chain of bookings; secret, like every uid';
      COMMENT ON COLUMN records.appointments.revision IS 'number of the fact that wrote the row; only a greater one overwrites it';
      COMMENT ON COLUMN records.appointments.booked_at IS 'creation of the booking in the calendar';
      COMMENT ON COLUMN records.appointments.booking_notes IS 'as the booking says; what people write stands in notes';
      COMMENT ON COLUMN records.appointments.notes IS 'edited by people: no message overwrites it';
      COMMENT ON COLUMN records.appointments.recorded_by_message IS 'id of the message that wrote the row last';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.calls DROP CONSTRAINT call_points_to_its_appointment;
      DROP TABLE records.appointment_phases, records.appointment_uids, records.appointments;
    `);
  }
}
