import type { List } from './statement';

const appointmentColumns = `id, company, reference, source, status, was_confirmed, attendee_absent, host_absent, starts_at, ends_at,
  time_zone, call_id, retell_call_id, call_points_back, link_cause, link_cause_since, customer_id, customer_name, customer_phone,
  customer_email, customer_cause, customer_cause_since, branch_id, branch_name, service_id, service_key, service_name,
  service_cause, service_cause_since, staff_id, staff_name, staff_cause, staff_cause_since, preferred_staff_id,
  preferred_staff_name, price_minor, currency, price_cause, price_cause_since, attendee_name, booking_notes, notes, phases,
  booked_at, updated_at, version, recorded_by_message, handled_at`;

const callColumns = `id, company, retell_call_id, at, direction, call_type, status, agent_id, agent_version, from_number, to_number,
  customer_number, started_at, ended_at, duration_ms, disconnection_reason, cost_cents, summary, sentiment, successful,
  in_voicemail, branch_id, branch_name, customer_id, customer_name, customer_cause, customer_cause_since, staff_id, staff_name,
  appointment_id, appointment_reference, appointment_names_call, appointment_link_status, appointment_linked_at, link_cause,
  link_cause_since, booking_confirmed, booking_failure_reason, booking_failed_at, appointments, mentions, has_transcript,
  has_recording, notes, updated_at, version, recorded_by_message, handled_at`;

const customerColumns = `id, company, name, phone, email, email_is_placeholder, anonymous, preferred_staff_id, preferred_staff_name,
  notes, represented_by, last_call_at, next_appointment_at, created_at, updated_at, version, recorded_by_message, handled_at`;

const columnsIn = (text: string): readonly string[] => text.split(',').map((column) => column.trim());

/** As the index has it. */
const callAt = 'coalesce(t.started_at, t.created_at)';

export const appointmentList: List = {
  name: 'appointments',
  table: 'records.appointments t',
  owner: 't.company',
  sortedBy: { expression: 't.starts_at', as: 'time' },
  defaultOrder: 'desc',
  people: { column: 't.customer_id', merged: true },
  view: 'records.appointments_v1',
  columns: columnsIn(appointmentColumns),
  conditions: {
    from: (put, at: Date) => `t.starts_at >= ${put(at)}`,
    to: (put, at: Date) => `t.starts_at < ${put(at)}`,
    status: (put, status: string) => `t.status = ${put(status)}`,
    linked: (_, linked: boolean) => `t.call_id IS ${linked ? 'NOT ' : ''}NULL`,
    staff: (put, id: string) => `t.staff_id = ${put(id)}`,
    service: (put, id: string) => `t.service_id = ${put(id)}`,
    customer: (put, id: string) => `t.customer_id = ${put(id)}`,
    call: (put, id: string) => `t.call_id = ${put(id)}`,
    reference: (put, folded: string) => `replace(upper(t.reference), '-', '') = ${put(folded)}`,
  },
};

export const callList: List = {
  name: 'calls',
  table: 'records.calls t',
  owner: 't.company',
  sortedBy: { expression: callAt, as: 'time' },
  defaultOrder: 'desc',
  people: { column: 't.customer_id', merged: true },
  view: 'records.calls_v1',
  columns: columnsIn(callColumns),
  conditions: {
    from: (put, at: Date) => `${callAt} >= ${put(at)}`,
    to: (put, at: Date) => `${callAt} < ${put(at)}`,
    status: (put, status: string) => `t.status = ${put(status)}`,
    link: (put, status: string) => `t.appointment_link_status = ${put(status)}`,
    staff: (put, id: string) => `t.staff_id = ${put(id)}`,
    customer: (put, id: string) => `t.customer_id = ${put(id)}`,
    appointment: (put, id: string) => `t.id = (SELECT call_id FROM records.appointments WHERE id = ${put(id)})`,
  },
};

export const customerList: List = {
  name: 'customers',
  table: 'records.customers t',
  owner: 't.company',
  sortedBy: { expression: 't.created_at', as: 'time' },
  defaultOrder: 'desc',
  view: 'records.customers_v1',
  columns: columnsIn(customerColumns),
  people: { column: 't.id', merged: false },
  conditions: {},
};

const ofCatalogue = (table: string) => `catalogue.${table} t JOIN catalogue.companies ON companies.id = t.company_id`;

const activity = {
  active: (_: unknown, active: boolean) => `t.valid_to IS ${active ? '' : 'NOT '}NULL`,
};

/** Everybody who works or worked there. */
export const staffList: List = {
  name: 'staff',
  table: ofCatalogue('staff'),
  owner: 'companies.slug',
  sortedBy: { expression: 't.key', as: 'key' },
  defaultOrder: 'asc',
  view: '(SELECT id, key, name, valid_to IS NULL AS active FROM catalogue.staff)',
  columns: ['id', 'key', 'name', 'active'],
  conditions: activity,
};

/** With the terms of now; of a service that has left the catalogue, with its last ones. */
export const serviceList: List = {
  name: 'services',
  table: ofCatalogue('services'),
  owner: 'companies.slug',
  sortedBy: { expression: 't.key', as: 'key' },
  defaultOrder: 'asc',
  view: `(
    SELECT id, key, name_de, name_en, valid_to IS NULL AS active, terms.*,
           EXISTS (SELECT FROM catalogue.segments WHERE service_id = id AND segments.valid_to IS NULL) AS composite
    FROM catalogue.services
    LEFT JOIN LATERAL (
      SELECT minutes, price_minor, currency FROM catalogue.service_terms
      WHERE service_id = id ORDER BY service_terms.valid_from DESC LIMIT 1) AS terms ON true)`,
  columns: ['id', 'key', 'name_de', 'name_en', 'active', 'minutes', 'price_minor', 'currency', 'composite'],
  conditions: activity,
};
