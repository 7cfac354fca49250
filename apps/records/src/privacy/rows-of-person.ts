/**
 * What becomes of every column that says something about a person. A row that stays keeps what reports are made of: times,
 * service, staff, price. `p` is one row: company, outer_pad and inner_pad of the key, calls and appointments (row ids),
 * customers (hashes of their ids), at (when) and act.
 */
export interface RowsOfPerson {
  readonly table: string;
  /** Which rows are a person's. */
  readonly where: string;
  /** Null: the row is removed. Otherwise SQL of what each column becomes. */
  readonly becomes: Readonly<Record<string, string>> | null;
  /** Columns that say nothing about the person. Every column stands here or in `becomes`: nobody forgets one. */
  readonly stays?: readonly string[];
}

const erasedMark = 'erased:';

/** Kept apart from each other, and told from what a provider would give. */
function hashed(kind: 'call' | 'uid', column: string): string {
  const text = `convert_to(p.company || E'\\n${kind}\\n' || row.${column}, 'UTF8')`;
  const hash = `encode(sha256(p.outer_pad || sha256(p.inner_pad || ${text})), 'hex')`;
  return `CASE WHEN starts_with(row.${column}, '${erasedMark}') THEN row.${column} ELSE '${erasedMark}' || ${hash} END`;
}

const nothing = (...columns: string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [column, 'NULL']));

const ofCall = 'row.call_id = ANY (p.calls)';
const ofAppointment = 'row.appointment_id = ANY (p.appointments)';
const provenance = ['recorded_by_message', 'created_at', 'updated_at', 'version'];

/** In the order in which they are erased: what refers to a row before the row. */
export const rowsOfPerson: readonly RowsOfPerson[] = [
  { table: 'call_transcripts', where: ofCall, becomes: null },
  { table: 'call_recordings', where: ofCall, becomes: null },
  {
    table: 'function_answers',
    // What another call was told about the appointment may name the person.
    where: `${ofCall} OR (row.call_id, row.request_key) IN (
      SELECT known.call_id, known.request_key FROM records.booking_outcomes known
      WHERE known.appointment_id = ANY (p.appointments))`,
    becomes: { say: "''", request_key: 'NULL' },
    stays: [
      'message_id',
      'company',
      'call_id',
      'function_call_id',
      'function_name',
      'status',
      'delivered',
      'answered_at',
    ],
  },
  {
    table: 'owed_answers',
    where: `${ofCall} OR ${ofAppointment}`,
    // There is nobody left to ring.
    becomes: {
      note: 'NULL',
      settled_at: 'coalesce(row.settled_at, p.at)',
      settled_by: "coalesce(row.settled_by, 'erased')",
    },
    stays: [
      ...['id', 'company', 'call_id', 'request_id', 'operation', 'outcome', 'reason', 'appointment_id'],
      ...['said_at', 'owed_since'],
    ],
  },
  {
    table: 'booking_outcomes',
    where: `${ofCall} OR ${ofAppointment}`,
    becomes: {
      provider_text: 'NULL',
      event: `jsonb_strip_nulls(jsonb_build_object('erased', true, 'start', row.event -> 'start',
        'service', row.event -> 'service', 'status', row.event -> 'status'))`,
    },
    stays: [
      ...['request_id', 'company', 'operation', 'request_key', 'round', 'call_id', 'function_call_ids', 'outcome'],
      ...['reason', 'appointment_id', 'decided_at'],
    ],
  },
  {
    table: 'appointment_phases',
    where: ofAppointment,
    becomes: { calcom_uid: hashed('uid', 'calcom_uid') },
    stays: [
      ...[
        'appointment_id',
        'position',
        'key',
        'offset_minutes',
        'minutes',
        'staff_required',
        'staff_id',
        'staff_cause',
      ],
      ...['staff_cause_since', 'status'],
    ],
  },
  {
    table: 'appointment_uids',
    where: ofAppointment,
    becomes: { uid: hashed('uid', 'uid') },
    stays: ['company', 'appointment_id', 'kind'],
  },
  {
    table: 'appointments',
    where: 'row.id = ANY (p.appointments)',
    becomes: {
      reference: `'${erasedMark.slice(0, -1)}'`,
      ...nothing(
        'customer_id',
        'merged_customer_id',
        'attendee_as_said',
        'attendee_as_booked',
        'location',
        'booking_notes',
      ),
      ...nothing('preferred_staff_as_said', 'calcom_booking_id', 'sync_error', 'notes'),
      customer_cause: "'erased'",
      customer_cause_since: 'p.at',
      metadata: "'{}'",
      calcom_uid: hashed('uid', 'calcom_uid'),
      root_uid: hashed('uid', 'root_uid'),
      // Later than whatever was noted before: that does not come back when it is told again.
      notes_decided_at: 'p.at',
      notes_decided_by: 'p.act',
    },
    stays: [
      ...[
        'id',
        'company',
        'call_id',
        'told_call_id',
        'call_revision',
        'call_claimed_at',
        'link_cause',
        'link_cause_since',
      ],
      ...['link_decided_at', 'link_decided_by', 'branch_id', 'service_id', 'service_cause', 'service_cause_since'],
      ...['staff_id', 'staff_cause', 'staff_cause_since', 'preferred_staff_id', 'source', 'status', 'was_confirmed'],
      ...['starts_at', 'ends_at', 'time_zone', 'price_minor', 'currency', 'price_cause', 'price_cause_since'],
      ...['calcom_event_type_id', 'calcom_host_id', 'calcom_host_name', 'calcom_host_email', 'host_read_from'],
      ...['catalogue_version', 'request_id', 'revision', 'booked_at', 'told_at', 'causes_told', 'provider_updated_at'],
      ...['sync_status', 'sync_error_class', 'cells_as_of', 'attendee_absent', 'host_absent', ...provenance],
    ],
  },
  {
    table: 'calls',
    where: 'row.id = ANY (p.calls)',
    becomes: {
      retell_call_id: hashed('call', 'retell_call_id'),
      ...nothing('customer_id', 'merged_customer_id', 'from_number', 'to_number', 'customer_number'),
      ...nothing('summary', 'sentiment', 'custom_analysis', 'analysis_digest', 'booking_failure_text', 'notes'),
      customer_cause: "'erased'",
      customer_cause_since: 'p.at',
      owed_due_at: 'NULL', // nobody waits for an answer
      end_sources: "'{}'",
      booking_details: 'row.booking_details || \'{"attendeeName": null}\'',
    },
    stays: [
      ...['id', 'company', 'branch_id', 'direction', 'call_type', 'agent_id', 'agent_version', 'status', 'started_at'],
      ...['ended_at', 'duration_ms', 'disconnection_reason', 'cost_cents', 'successful', 'in_voicemail'],
      ...['analysis_observed_at', 'appointment_id', 'has_appointment', 'linked_id', 'staff_id'],
      ...['appointment_link_status', 'appointment_linked_at', 'link_cause', 'link_cause_since', 'booking_confirmed'],
      ...['booking_failure_reason', 'booking_failed_at', 'told_at', 'over_told_at', ...provenance],
    ],
  },
];

/** Tables that say nothing about a person, or are seen to otherwise: the outbox by `forgetEvents`, customers with the rest. */
export const rowsOfNobody: readonly string[] = [
  'call_mentions',
  'inbox',
  'outbox',
  'migrations',
  'customers',
  'erased',
  'erasure_key',
  'erasures',
  'api_token_uses',
];
