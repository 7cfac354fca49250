import { appointmentRowId, type BookingFact, callRowId, derivedId, type Event } from '@callbook/contracts';
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

type Row = Readonly<Record<string, unknown>>;

const inboxColumns = {
  message_id: { type: 'uuid', primary: true },
  queue: { type: 'text', primary: true },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

const customerColumns = {
  id: { type: 'uuid', primary: true },
  company: { type: 'text' },
  phone: { type: 'text' },
  name: { type: 'text' },
  name_from: { type: 'timestamptz' },
  anonymous: { type: 'boolean' },
  recorded_by_message: { type: 'uuid' },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

const uidColumns = {
  company: { type: 'text', primary: true },
  uid: { type: 'text', primary: true },
  appointment_id: { type: 'uuid' },
  kind: { type: 'text' },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

const outcomeColumns = {
  request_id: { type: 'uuid', primary: true },
  company: { type: 'text' },
  operation: { type: 'text' },
  request_key: { type: 'uuid' },
  call_id: { type: 'uuid' },
  function_call_ids: { type: 'uuid', array: true },
  outcome: { type: 'text' },
  appointment_id: { type: 'uuid' },
  event: { type: 'jsonb' },
  decided_at: { type: 'timestamptz' },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

/** The columns of the call and the appointment that records fills from a booking, in the same tables. */
const callColumns = {
  id: { type: 'uuid', primary: true },
  company: { type: 'text' },
  retell_call_id: { type: 'text' },
  customer_id: { type: 'uuid' },
  customer_cause: { type: 'text' },
  customer_cause_since: { type: 'timestamptz' },
  from_number: { type: 'text' },
  to_number: { type: 'text' },
  customer_number: { type: 'text' },
  direction: { type: 'text' },
  call_type: { type: 'text' },
  agent_id: { type: 'text' },
  agent_version: { type: 'integer' },
  status: { type: 'text' },
  started_at: { type: 'timestamptz' },
  end_sources: { type: 'jsonb' },
  appointment_id: { type: 'uuid' },
  appointment_link_status: { type: 'text' },
  appointment_linked_at: { type: 'timestamptz' },
  booking_confirmed: { type: 'boolean' },
  booking_details: { type: 'jsonb' },
  recorded_by_message: { type: 'uuid' },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

const appointmentColumns = {
  id: { type: 'uuid', primary: true },
  company: { type: 'text' },
  reference: { type: 'text' },
  call_id: { type: 'uuid' },
  call_revision: { type: 'bigint' },
  customer_id: { type: 'uuid' },
  customer_cause: { type: 'text' },
  customer_cause_since: { type: 'timestamptz' },
  service_id: { type: 'uuid' },
  staff_cause: { type: 'text' },
  staff_cause_since: { type: 'timestamptz' },
  source: { type: 'text' },
  status: { type: 'text' },
  was_confirmed: { type: 'boolean' },
  starts_at: { type: 'timestamptz' },
  ends_at: { type: 'timestamptz' },
  time_zone: { type: 'text' },
  price_minor: { type: 'integer' },
  currency: { type: 'text' },
  attendee_as_said: { type: 'jsonb' },
  attendee_as_booked: { type: 'jsonb' },
  location: { type: 'text' },
  booking_notes: { type: 'text' },
  metadata: { type: 'jsonb' },
  calcom_booking_id: { type: 'integer' },
  calcom_uid: { type: 'text' },
  root_uid: { type: 'text' },
  calcom_event_type_id: { type: 'integer' },
  calcom_host_id: { type: 'integer' },
  calcom_host_name: { type: 'text' },
  calcom_host_email: { type: 'text' },
  host_read_from: { type: 'text' },
  catalogue_version: { type: 'integer' },
  request_id: { type: 'uuid' },
  revision: { type: 'bigint' },
  booked_at: { type: 'timestamptz' },
  told_at: { type: 'timestamptz' },
  provider_updated_at: { type: 'timestamptz' },
  sync_status: { type: 'text' },
  recorded_by_message: { type: 'uuid' },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

const nullable = <T extends Record<string, EntitySchemaColumnOptions>>(columns: T) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { ...column, nullable: !column.primary }]));

const entity = (name: string, tableName: string, columns: Record<string, EntitySchemaColumnOptions>) =>
  new EntitySchema<Row>({ name, schema: 'records', tableName, columns: nullable(columns) });

export const InboxMessage = entity('InboxMessage', 'inbox', inboxColumns);
export const Customer = entity('Customer', 'customers', customerColumns);
export const Call = entity('Call', 'calls', callColumns);
export const Appointment = entity('Appointment', 'appointments', appointmentColumns);
export const AppointmentUid = entity('AppointmentUid', 'appointment_uids', uidColumns);
export const Outcome = entity('Outcome', 'booking_outcomes', outcomeColumns);

/** What a booking amounts to, as far as it says so itself: nothing is looked up. */
export function rowsOf({ company, data: fact, id: recordedBy, time }: Event<BookingFact>): {
  readonly call: Row;
  readonly appointment: Row;
} {
  const call = fact.call!;
  const callId = callRowId(company, call.retellCallId);
  const id = appointmentRowId(company, fact.rootUid);
  const at = new Date(time);
  const ofBoth = {
    company,
    customer_cause: 'number_withheld',
    customer_cause_since: at,
    recorded_by_message: recordedBy,
  };
  return {
    call: {
      ...ofBoth,
      id: callId,
      retell_call_id: call.retellCallId,
      from_number: call.fromNumber,
      to_number: call.toNumber,
      customer_number: call.customerNumber,
      direction: call.direction,
      call_type: call.callType,
      agent_id: call.agentId,
      agent_version: call.agentVersion,
      status: 'started',
      started_at: call.startedAt && new Date(call.startedAt),
      end_sources: {},
      appointment_id: id,
      appointment_link_status: 'linked',
      appointment_linked_at: at,
      booking_confirmed: true,
      booking_details: { start: fact.start, serviceId: fact.service?.id, attendeeName: fact.attendeeAsSaid?.name },
    },
    appointment: {
      ...ofBoth,
      id,
      reference: `LIND-${String(fact.calcomBookingId)}`,
      call_id: callId,
      call_revision: fact.revision,
      service_id: fact.service?.id,
      staff_cause: 'host_unknown',
      staff_cause_since: at,
      source: 'phone',
      status: 'confirmed',
      was_confirmed: true,
      starts_at: new Date(fact.start),
      ends_at: new Date(fact.end),
      time_zone: fact.timeZone,
      price_minor: fact.price?.minor,
      currency: fact.price?.currency,
      attendee_as_said: fact.attendeeAsSaid,
      attendee_as_booked: fact.attendeeAsBooked,
      location: fact.location,
      booking_notes: fact.notes,
      metadata: fact.metadata,
      calcom_booking_id: fact.calcomBookingId,
      calcom_uid: fact.calcomUid,
      root_uid: fact.rootUid,
      calcom_event_type_id: fact.eventTypeId,
      calcom_host_id: fact.host?.id,
      calcom_host_name: fact.host?.name,
      calcom_host_email: fact.host?.email,
      host_read_from: fact.hostReadFrom,
      catalogue_version: fact.catalogueVersion,
      request_id: fact.requestId,
      revision: fact.revision,
      booked_at: new Date(fact.providerCreatedAt ?? time),
      told_at: at,
      provider_updated_at: fact.providerUpdatedAt && new Date(fact.providerUpdatedAt),
      sync_status: 'synced',
    },
  };
}

/** The other rows that records writes for it, as far as the booking says what is in them. */
export function rowsBeside({ company, data: fact, id: recordedBy, time }: Event<BookingFact>): {
  readonly inboxMessage: { readonly message_id: string; readonly queue: string };
  readonly customer: Row & { readonly company: string; readonly phone: string };
  readonly uid: Row;
  readonly outcome: Row;
} {
  const phone = String(fact.call!.customerNumber);
  const appointmentId = appointmentRowId(company, fact.rootUid);
  return {
    inboxMessage: { message_id: recordedBy, queue: 'records.booking-created' },
    customer: {
      id: derivedId('customer', company, 'phone', phone),
      company,
      phone,
      name: fact.attendeeAsSaid?.name,
      name_from: new Date(time),
      anonymous: false,
      recorded_by_message: recordedBy,
    },
    uid: { company, uid: fact.calcomUid, appointment_id: appointmentId, kind: 'chain' },
    outcome: {
      request_id: fact.requestId,
      company,
      operation: 'book',
      request_key: fact.requestKey,
      call_id: callRowId(company, fact.call!.retellCallId),
      function_call_ids: fact.functionCallIds,
      outcome: 'recorded',
      appointment_id: appointmentId,
      event: fact,
      decided_at: new Date(time),
    },
  };
}
