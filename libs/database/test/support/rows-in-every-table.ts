import type { QueryRunner } from 'typeorm';

/**
 * One row for each table, in the order their references ask for. Named columns only: what has come since is nullable or has
 * a default, so the same rows fit every version of the schema that has the table.
 */
const rows: Readonly<Record<string, string>> = {
  'catalogue.imports': `(version, imported_at, imported_by, file_digest) VALUES (1, now(), 'spec', 'digest')`,
  'catalogue.companies': `(id, slug, name, time_zone, language, country, contact_rule, reference_prefix, retell_webhook_keys,
      calcom_api_key, calcom_webhook_secrets, valid_from)
    VALUES (id(1), 'salon', 'Salon', 'Europe/Berlin', 'de', 'DE', 'ask', 'SL', '{env:RETELL}', 'env:CALCOM', '{env:WEBHOOK}', now())`,
  'catalogue.branches': `(id, company_id, key, name, valid_from) VALUES (id(2), id(1), 'main', 'Main', now())`,
  'catalogue.phone_numbers': `(id, branch_id, number, valid_from) VALUES (id(3), id(2), '+493012345670', now())`,
  'catalogue.agents': `(id, company_id, retell_agent_id, valid_from) VALUES (id(4), id(1), 'agent', now())`,
  'catalogue.opening_hours': `(id, branch_id, weekday, opens, closes, valid_from) VALUES (id(5), id(2), 2, '09:00', '18:00', now())`,
  'catalogue.services': `(id, company_id, key, name_de, name_en, aliases, valid_from) VALUES (id(6), id(1), 'cut', 'Schnitt', 'Cut', '{}', now())`,
  'catalogue.staff': `(id, company_id, key, name, aliases, valid_from) VALUES (id(7), id(1), 'anna', 'Anna', '{}', now())`,
  'catalogue.staff_accounts': `(staff_id, email, calcom_user_id, valid_from) VALUES (id(7), 'anna@salon.example', 1001, now())`,
  'catalogue.service_terms': `(service_id, calcom_event_type_id, minutes, price_minor, currency, valid_from) VALUES (id(6), 2001, 30, 3200, 'EUR', now())`,
  'catalogue.segments': `(service_id, key, position, offset_minutes, minutes, calcom_event_type_id, staff_id, valid_from) VALUES (id(6), 'part', 1, 0, 30, 2021, id(7), now())`,
  'catalogue.service_staff': `(service_id, staff_id, valid_from) VALUES (id(6), id(7), now())`,
  'catalogue.api_tokens': `(id, company_id, name, secret_sha256, created_by) VALUES (id(8), id(1), 'crm', sha256('secret'), 'spec')`,

  'booking.attempts': `(id, request_key, round, company, retell_call_id, operation, service_id, start_at, request, state, created_at$1)
    VALUES (id(10), id(11), 1, 'salon', 'call_1', 'book', id(6), now(), '{}', 'requested', now()$2)`,
  'booking.attempt_steps': `(attempt_id, version, at, to_state, evidence) VALUES (id(10), 1, now(), 'requested', '{}')`,
  'booking.attempt_function_calls': `(function_call_id, attempt_id, joined_at) VALUES (id(12), id(10), now())`,
  'booking.chains': `(company, root_uid, current_uid, revision, content_hash, answered_at, fact) VALUES ('salon', 'uid', 'uid', 1, 'hash', now(), '{}')`,
  'booking.chain_uids': `(company, uid, root_uid) VALUES ('salon', 'uid', 'uid')`,
  'booking.hints': `(company, uid, trigger, must_look, message_id, hinted_at, due_at) VALUES ('salon', 'uid', 'BOOKING_CREATED', false, id(13), now(), now())`,
  'booking.hint_findings': `(company, uid, kind, trigger, hinted_at, found_at) VALUES ('salon', 'uid', 'kind', 'BOOKING_CREATED', now(), now())`,
  'booking.rate_budgets': `(key_digest, at, bookings, live_reads, hints, reconciliation, lent) VALUES (repeat('a', 64), now(), 1, 1, 1, 1, 1)`,
  'booking.inbox': `(message_id, queue) VALUES (id(14), 'queue')`,
  'booking.outbox': `(event_id, subject, event) VALUES (id(15), 'subject', '{}')`,

  'records.customers': `(id, company, phone, anonymous, recorded_by_message) VALUES (id(20), 'salon', '+493012345671', false, id(21))`,
  'records.calls': `(id, company, retell_call_id, customer_id, call_type, agent_id, status, appointment_link_status, recorded_by_message, link_cause, link_cause_since)
    VALUES (id(22), 'salon', 'call_1', id(20), 'phone_call', 'agent', 'analyzed', 'not_applicable', id(21), 'no_booking', now())`,
  'records.appointments': `(id, company, reference, customer_id, source, status, was_confirmed, starts_at, ends_at, time_zone, metadata,
      calcom_uid, root_uid, calcom_event_type_id, revision, booked_at, sync_status, recorded_by_message, link_cause, link_cause_since,
      service_cause, service_cause_since, staff_cause, staff_cause_since, price_cause, price_cause_since$1)
    VALUES (id(23), 'salon', 'SL-1', id(20), 'calcom', 'confirmed', true, now(), now() + interval '30 minutes', 'Europe/Berlin', '{}',
      'uid', 'uid', 2001, 1, now(), 'synced', id(21), 'web', now(), 'unknown', now(), 'no_host', now(), 'unknown', now()$2)`,
  'records.call_transcripts': `(call_id, company, transcript, observed_at, recorded_by_message) VALUES (id(22), 'salon', 'Guten Tag', now(), id(21))`,
  'records.call_recordings': `(call_id, company, recording_url, observed_at, recorded_by_message) VALUES (id(22), 'salon', 'https://x', now(), id(21))`,
  'records.appointment_uids': `(company, uid, appointment_id, kind) VALUES ('salon', 'uid', id(23), 'chain')`,
  'records.appointment_phases': `(appointment_id, position, key, offset_minutes, minutes, staff_required, status, staff_cause, staff_cause_since)
    VALUES (id(23), 1, 'part', 0, 30, true, 'accepted', 'no_host', now())`,
  'records.booking_outcomes': `(request_id, company, request_key, call_id, function_call_ids, outcome, reason, event, decided_at$1)
    VALUES (id(10), 'salon', id(11), id(22), ARRAY[id(12)], 'failed', 'slot_taken', '{}', now()$2)`,
  'records.function_answers': `(message_id, company, call_id, function_call_id, function_name, status, say, delivered, answered_at)
    VALUES (id(24), 'salon', id(22), id(12), 'book_appointment', 'refused', 'Leider nein.', true, now())`,
  'records.call_mentions': `(call_id, appointment_id, kind, at, recorded_by_message) VALUES (id(22), id(23), 'moved', now(), id(21))`,
  'records.owed_answers': `(id, company, call_id, request_id, operation, outcome, reason, said_at, owed_since)
    VALUES (id(25), 'salon', id(22), id(10), 'book', 'failed', 'slot_taken', now(), now())`,
  'records.api_token_uses': `(token_id, last_used_at) VALUES (id(8), now())`,
  'booking.erased': `(company, kind, hash, erased_at) VALUES ('salon', 'uid', repeat('b', 64), now())`,
  'booking.erasure_key': `(fingerprint) VALUES (repeat('c', 64))`,
  'records.erased': `(company, kind, hash, erased_at) VALUES ('salon', 'uid', repeat('b', 64), now())`,
  'records.erasure_key': `(fingerprint) VALUES (repeat('c', 64))`,
  'records.erasures': `(id, company, erased_at, call_ids, appointment_ids, hashes) VALUES (id(28), 'salon', now(), '{}', '{}', '{}')`,
  'ops.events': `(day, event_id, type, company, subject, correlation_id, time, event)
    VALUES ('2026-11-21', id(40), 'call.started.v1', 'salon', 'call_1', 'call_1', '2026-11-21T10:00:00Z', '{}')`,
  'ops.erased': `(company, kind, hash, erased_at) VALUES ('salon', 'uid', repeat('b', 64), now())`,
  'ops.erasure_key': `(fingerprint) VALUES (repeat('c', 64))`,
  'records.inbox': `(message_id, queue) VALUES (id(26), 'queue')`,
  'records.outbox': `(event_id, subject, event) VALUES (id(27), 'subject', '{}')`,
  'ops.dead_letter_groups': `(id, queue, code, error, first_seen, last_seen) VALUES (id(30), 'queue', 'code', 'error', now(), now())`,
  'ops.dead_letters': `(id, group_id, queue, code, error, dead_at, properties, headers, body)
    VALUES (id(31), id(30), 'queue', 'code', 'error', now(), '{}', '{}', 'body')`,
  'ops.dead_letter_deaths': `(id, dead_letter_id, group_id, code, dead_at) VALUES (id(31), id(31), id(30), 'code', now())`,
  'ops.dead_letter_edits': `(id, dead_letter_id, body, diff, why, edited_by) VALUES (id(32), id(31), 'other', '+ a: 1', 'why', 'spec')`,
  'ops.audit': `(actor, act, subject) VALUES ('spec', 'edited', 'dead letter')`,
  'ops.replays': `(id, hash, state, selection, planned_by) VALUES (id(40), repeat('d', 64), 'planned', '{}', 'spec')`,
  'ops.replay_items': `(replay_id, place, dead_letter_id, queue, body_digest) VALUES (id(40), 1, id(31), 'queue', repeat('e', 64))`,
  'ops.handled_messages': `(message_id, queue, replay_id) VALUES (id(41), 'queue', id(40))`,
  'ops.replayed_queues': `(queue, replay_id) VALUES ('queue', id(40))`,
  'ops.incidents': `(id, group_id, opened_at) VALUES (id(50), id(30), now())`,
  'ops.alerts': `(id, kind, content, raised_at) VALUES (id(51), 'new', '{}', now())`,
  'ops.alert_deliveries': `(alert_id, channel) VALUES (id(51), 'slack')`,
};

/** Columns that rows of a later version must have a value in, and what they get. */
const later: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'booking.attempts': { progress: `'{"parts": []}'`, due_at: 'now()', said_at: 'now()', answer_by: 'now()' },
  'records.appointments': { told_at: 'now()' },
  'records.booking_outcomes': { operation: `'book'` },
};

/** Gives every table that is there and empty its row. */
export async function fillEmptyTables(db: QueryRunner): Promise<void> {
  await db.query(`CREATE OR REPLACE FUNCTION public.id(n integer) RETURNS uuid IMMUTABLE LANGUAGE sql
    RETURN ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid`);
  await db.startTransaction();
  for (const [table, row] of Object.entries(rows)) {
    const columns = await columnsOf(db, table);
    if (columns.length === 0 || (await hasRows(db, table))) continue;
    const extra = Object.entries(later[table] ?? {}).filter(([column]) => columns.includes(column));
    const named = row
      .replace('$1', extra.map(([column]) => `, ${column}`).join(''))
      .replace('$2', extra.map(([, value]) => `, ${value}`).join(''));
    await db.query(`INSERT INTO ${table} ${named}`);
  }
  await db.commitTransaction();
}

/** Names of our tables without a row. */
export async function emptyTables(db: QueryRunner, schemas: readonly string[]): Promise<string[]> {
  const tables = (await db.query(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_schema = ANY ($1) AND table_type = 'BASE TABLE' AND table_name <> 'migrations' ORDER BY name`,
    [schemas],
  )) as { name: string }[];
  const empty: string[] = [];
  for (const { name } of tables) if (!(await hasRows(db, name))) empty.push(name);
  return empty;
}

async function hasRows(db: QueryRunner, table: string): Promise<boolean> {
  return ((await db.query(`SELECT FROM ${table} LIMIT 1`)) as unknown[]).length > 0;
}

async function columnsOf(db: QueryRunner, table: string): Promise<string[]> {
  const rowsOf = (await db.query(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  )) as { name: string }[];
  return rowsOf.map(({ name }) => name);
}
