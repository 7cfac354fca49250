import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record as others read it: names resolved, empty cells with their causes, links from both sides, and what wrote a
 * row and when. A column is never taken away from a `_v1`, nor changed in meaning: that would be a `_v2` beside it.
 */
export class ReadingViews1700000003032 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(appointments);
    await db.query(calls);
    await db.query(customers);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW records.appointments_v1, records.calls_v1, records.customers_v1');
  }
}

/** When the message that wrote a row last was handled; null once the inbox has forgotten it. */
const handledAt = (row: string) =>
  `(SELECT min(handled_at) FROM records.inbox WHERE inbox.message_id = ${row}.recorded_by_message) AS handled_at`;

/**
 * Asked for one by one instead of joined: whoever reads a page looks up what it shows, and pays nothing for the rest of the
 * view, neither when it runs nor when it is planned.
 */
const nameOf = (table: string, id: string) => `(SELECT name FROM catalogue.${table} WHERE id = ${id})`;

/** In the language of the company. */
const serviceName = (row: string) => `(
    SELECT CASE companies.language WHEN 'en' THEN name_en ELSE name_de END
    FROM catalogue.services JOIN catalogue.companies ON companies.id = company_id
    WHERE services.id = ${row}.service_id)`;

const appointments = `
  CREATE VIEW records.appointments_v1 AS
  SELECT a.id, a.company, a.reference, a.source, a.status, a.was_confirmed,
         a.attendee_absent, a.host_absent, a.starts_at, a.ends_at, a.time_zone,
         a.call_id, call.retell_call_id, call.appointment_id = a.id AS call_points_back, a.link_cause, a.link_cause_since,
         a.customer_id, customer.name AS customer_name, customer.phone AS customer_phone,
         CASE WHEN NOT customer.email_is_placeholder THEN customer.email END AS customer_email,
         a.customer_cause, a.customer_cause_since,
         a.branch_id, ${nameOf('branches', 'a.branch_id')} AS branch_name,
         a.service_id, (SELECT key FROM catalogue.services WHERE id = a.service_id) AS service_key, ${serviceName('a')} AS service_name, a.service_cause, a.service_cause_since,
         a.staff_id, ${nameOf('staff', 'a.staff_id')} AS staff_name, a.staff_cause, a.staff_cause_since,
         a.preferred_staff_id, ${nameOf('staff', 'a.preferred_staff_id')} AS preferred_staff_name, a.preferred_staff_as_said,
         a.price_minor, a.currency, a.price_cause, a.price_cause_since,
         coalesce(a.attendee_as_said ->> 'name', a.attendee_as_booked ->> 'name') AS attendee_name,
         a.attendee_as_said, a.attendee_as_booked, a.location, a.booking_notes, a.notes,
         (SELECT jsonb_agg(jsonb_build_object('position', phase.position, 'key', phase.key,
                   'offset_minutes', phase.offset_minutes, 'minutes', phase.minutes, 'staff_required', phase.staff_required,
                   'staff_id', phase.staff_id, 'staff_name', server.name, 'staff_cause', phase.staff_cause,
                   'status', phase.status) ORDER BY phase.position)
          FROM records.appointment_phases phase
          LEFT JOIN catalogue.staff server ON server.id = phase.staff_id
          WHERE phase.appointment_id = a.id) AS phases,
         a.calcom_booking_id, a.calcom_uid, a.root_uid,
         (SELECT jsonb_agg(jsonb_build_object('uid', uid, 'kind', kind) ORDER BY kind, uid)
          FROM records.appointment_uids WHERE appointment_id = a.id) AS uids,
         a.calcom_event_type_id, a.calcom_host_id, a.calcom_host_name, a.calcom_host_email, a.host_read_from,
         a.sync_status, a.sync_error_class, a.sync_error,
         a.revision, a.version, a.booked_at, a.created_at, a.updated_at,
         a.recorded_by_message, ${handledAt('a')}
  FROM records.appointments a
  LEFT JOIN records.calls call ON call.id = a.call_id
  LEFT JOIN records.customers customer ON customer.id = a.customer_id;
  COMMENT ON VIEW records.appointments_v1 IS
    'one row an appointment; a cause is the key of what fills the cell; uids are secrets; attendee_as_said, attendee_as_booked, phases and uids are JSON';`;

const calls = `
  CREATE VIEW records.calls_v1 AS
  SELECT c.id, c.company, c.retell_call_id, coalesce(c.started_at, c.created_at) AS at, c.direction, c.call_type, c.status,
         c.agent_id, c.agent_version, c.from_number, c.to_number, c.customer_number, c.started_at, c.ended_at,
         c.duration_ms, c.disconnection_reason, c.cost_cents, c.summary, c.sentiment, c.successful, c.in_voicemail,
         c.custom_analysis,
         c.branch_id, ${nameOf('branches', 'c.branch_id')} AS branch_name,
         c.customer_id, customer.name AS customer_name, c.customer_cause, c.customer_cause_since,
         c.staff_id, ${nameOf('staff', 'c.staff_id')} AS staff_name,
         c.appointment_id, c.has_appointment, pointed.reference AS appointment_reference,
         pointed.call_id = c.id AS appointment_names_call, c.appointment_link_status, c.appointment_linked_at,
         c.link_cause, c.link_cause_since, c.booking_confirmed, c.booking_details,
         c.booking_failure_reason, c.booking_failure_text, c.booking_failed_at,
         (SELECT jsonb_agg(jsonb_build_object('id', named.id, 'reference', named.reference, 'status', named.status,
                   'starts_at', named.starts_at) ORDER BY named.booked_at, named.id)
          FROM records.appointments named WHERE named.call_id = c.id) AS appointments,
         (SELECT jsonb_agg(jsonb_build_object('appointment_id', mention.appointment_id, 'kind', mention.kind, 'at', mention.at)
                   ORDER BY mention.at, mention.appointment_id, mention.kind)
          FROM records.call_mentions mention WHERE mention.call_id = c.id) AS mentions,
         EXISTS (SELECT FROM records.call_transcripts WHERE call_id = c.id) AS has_transcript,
         EXISTS (SELECT FROM records.call_recordings WHERE call_id = c.id) AS has_recording,
         c.notes, c.version, c.created_at, c.updated_at, c.recorded_by_message, ${handledAt('c')}
  FROM records.calls c
  LEFT JOIN records.appointments pointed ON pointed.id = c.appointment_id
  LEFT JOIN records.customers customer ON customer.id = c.customer_id;
  COMMENT ON VIEW records.calls_v1 IS
    'one row a call; a cause is the key of what fills the cell; appointments are all that name the call, appointment_id the one it points to';`;

const customers = `
  CREATE VIEW records.customers_v1 AS
  SELECT p.id, p.company, p.name, p.phone, p.email, p.email_is_placeholder, p.anonymous,
         p.preferred_staff_id, ${nameOf('staff', 'p.preferred_staff_id')} AS preferred_staff_name, p.notes, p.version, p.merged_into, p.represented_by,
         (SELECT max(coalesce(c.started_at, c.created_at)) FROM records.calls c WHERE c.customer_id = p.id) AS last_call_at,
         (SELECT min(a.starts_at) FROM records.appointments a
          WHERE a.customer_id = p.id AND a.starts_at > now() AND a.status IN ('pending', 'confirmed')) AS next_appointment_at,
         p.created_at, p.updated_at, p.recorded_by_message, ${handledAt('p')}
  FROM records.customers p;
  COMMENT ON VIEW records.customers_v1 IS 'one row a customer; one that was merged stays, and represented_by stands for it: calls and appointments are found there';`;
