import { randomUUID } from 'node:crypto';
import { BookingCreated, createEvent, derivedId, eventContracts, routingKey, sampleOf } from '@callbook/contracts';
import { eventsExchange } from '@callbook/messaging';
import { eventually, RabbitmqManagement, sharedStack } from '@callbook/testing';
import { ask } from './support/calls';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

const company = 'salon-lindenhof';

/** Tables of the record that facts and people make. Not: what was handled and sent, and when a token was used last. */
const notRebuilt = ['inbox', 'outbox', 'migrations', 'api_token_uses'];
/**
 * What tells how a row was written and not what it says: when, how often, by which message of several. The comparison of
 * everything else is exact.
 */
const writing = ['created_at', 'updated_at', 'version', 'recorded_by_message'];

/** Those consumers need none: to do it again changes nothing. */
const withoutInbox = ['records.customer-erased', 'records.appointment-completed'];

type Snapshot = Readonly<Record<string, readonly string[]>>;

describe('a record whose tables are lost', () => {
  let journey: Journey;
  const management = new RabbitmqManagement(sharedStack().rabbitmqManagementUrl ?? '');
  const exchange = () => encodeURIComponent(eventsExchange(journey.prefix));
  const tap = () => encodeURIComponent(`${journey.prefix}everything`);

  beforeAll(async () => {
    journey = await startJourney({
      replicas: { gateway: 1, booking: 1, records: 2 },
      env: {
        HINT_COALESCE_MS: '200',
        HINT_POLL_MS: '100',
        HINT_LOOK_AGAIN: '300ms,600ms,1s',
        COMPLETION_INTERVAL_MS: '300',
        CALCOM_TIMEOUT_MS: '1000',
        LOOK_AFTER: '500ms,1s,2s,4s',
        CONCLUSIVE_AFTER_MS: '10000',
        ANSWER_DEADLINE_MS: '2500',
        CONFIRM_TIMEOUT_MS: '1000',
      },
      unlimited: true,
      calendarWebhooks: true,
    });
  }, 90_000);
  afterAll(() => journey?.end(), 60_000);

  const callbook = async (...args: string[]) =>
    JSON.parse(await journey.callbook.operate(...args, '--json')) as Record<string, unknown>;
  const rows = <Row extends Record<string, unknown>>(sql: string, ...parameters: unknown[]) =>
    journey.database.query<Row>(sql, parameters);
  const wish = (start: string, attendee_name: string) => ({ service: 'Herrenhaarschnitt', start, attendee_name });

  async function snapshot(): Promise<Snapshot> {
    const tables = await rows<{ name: string; columns: string[] }>(
      `SELECT table_name AS name, array_agg(column_name::text ORDER BY column_name) AS columns
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'records' AND table_type = 'BASE TABLE' AND table_name <> ALL ($1) GROUP BY table_name`,
      notRebuilt,
    );
    expect(tables.length).toBeGreaterThan(10);
    const all = tables.map(async ({ name, columns }) => {
      const compared = columns.filter((column) => !writing.includes(column)).map((column) => `"${column}"`);
      const lines = await rows<{ line: string }>(
        `SELECT to_jsonb(row)::text AS line FROM (SELECT ${compared.join(', ')} FROM records.${name}) row ORDER BY 1`,
      );
      return [name, lines.map(({ line }) => line)] as const;
    });
    return Object.fromEntries(await Promise.all(all));
  }

  /** Nothing is on its way any more, and the history has all of it. */
  async function quiet(): Promise<void> {
    await eventually(
      'everything to be handled, sent and kept',
      async () => {
        const [row] = await rows<{ open: string }>(
          `SELECT (SELECT count(*) FROM booking.hints) + (SELECT count(*) FROM booking.outbox WHERE sent_at IS NULL)
                  + (SELECT count(*) FROM records.outbox WHERE sent_at IS NULL)
                  + (SELECT count(*) FROM booking.attempts WHERE settled_at IS NULL)
                  + (SELECT count(*) FROM (SELECT event_id FROM records.outbox UNION SELECT event_id FROM booking.outbox) o
                     WHERE NOT EXISTS (SELECT FROM ops.events e WHERE e.event_id = o.event_id)) AS open`,
        );
        return Number(row?.open) === 0 && (await unhandled()) === 0;
      },
      { timeoutMs: 40_000 },
    );
  }

  /** Events of the history that records has not handled, as its inbox knows. */
  async function unhandled(): Promise<number> {
    const pairs = eventContracts.flatMap(({ type, consumers }) => consumers.map((queue) => ({ type, queue })));
    const known = pairs.filter(({ queue }) => queue.startsWith('records.') && !withoutInbox.includes(queue));
    const [row] = await rows<{ count: string }>(
      `SELECT count(*) FROM ops.events e JOIN unnest($1::text[], $2::text[]) AS c (type, queue) ON c.type = e.type
       WHERE NOT EXISTS (SELECT FROM records.inbox i WHERE i.message_id = e.event_id AND i.queue = c.queue)`,
      known.map(({ type }) => type),
      known.map(({ queue }) => queue),
    );
    return Number(row?.count);
  }

  /** An appointment of the past, made in the calendar, as booking tells of it. */
  async function tellOfThePast(): Promise<void> {
    const sample = sampleOf(BookingCreated);
    const uid = `past-${randomUUID()}`;
    const [start, end] = ['2026-01-13T09:00:00.000Z', '2026-01-13T09:30:00.000Z'];
    const data = {
      ...sample,
      ...{ call: null, requestId: null, requestKey: null, functionCallIds: [], attendeeAsSaid: null },
      ...{ rootUid: uid, calcomUid: uid, start, end, revision: 7 },
    } as BookingCreated;
    const event = createEvent(BookingCreated, data, {
      id: derivedId('spec', uid),
      company,
      time: new Date(),
      correlationId: uid,
    });
    await management.request('POST', `/exchanges/%2F/${exchange()}/publish`, {
      properties: { message_id: event.id, delivery_mode: 2, correlation_id: uid, type: event.type },
      routing_key: routingKey(event),
      payload: JSON.stringify(event),
      payload_encoding: 'string',
    });
    await eventually(
      'it to be over',
      async () =>
        (await rows(`SELECT FROM records.appointments WHERE root_uid = $1 AND status = 'completed'`, uid)).length === 1,
    );
  }

  async function lifeOfTheSalon(): Promise<void> {
    const jonas = journey.retell.openCall({ from: '+4915110000001', says: ['Guten Tag, Weber.'] });
    jonas.greet();
    expect(await ask(jonas, 'book_appointment', wish(slot(1, 10), 'Jonas Weber'))).toMatchObject({ status: 'booked' });
    await jonas.hangUp();
    const moving = journey.retell.openCall({ from: '+4915110000001' });
    const which = { attendee_name: 'Jonas Weber', start: slot(1, 10), new_start: slot(1, 12) };
    expect(await ask(moving, 'reschedule_appointment', which)).toMatchObject({ status: 'moved' });
    await moving.hangUp();
    const eva = journey.retell.openCall({ from: '+4915110000002' });
    expect(await ask(eva, 'book_appointment', wish(slot(1, 12), 'Eva Lang'))).toMatchObject({ status: 'refused' });
    expect(await ask(eva, 'book_appointment', wish(slot(1, 14), 'Eva Lang'))).toMatchObject({ status: 'booked' });
    await eva.hangUp();
    const nameless = journey.retell.openCall({ from: 'anonymous' });
    nameless.greet();
    await nameless.hangUp();
    const web = await journey.calcom.people.book({
      eventTypeId: 2001,
      start: slot(1, 16),
      attendee: { name: 'Eva Lang', email: 'eva.lang@kunde.example' },
    });
    await eventually(
      'the web booking',
      async () => (await rows('SELECT FROM records.appointments WHERE calcom_uid = $1', web.uid)).length === 1,
    );
    await journey.calcom.people.cancel(web.uid);
    await tellOfThePast();

    // Cal.com books and says so in no way; the caller hangs up, is owed the answer, and gets it from Anna.
    journey.calcom.webhookFaults.arm({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'never' } });
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'silence', at: 'written' },
    });
    const petra = journey.retell.openCall({ from: '+4915110000003' });
    const blind = journey.calcom.faults.arm({
      on: { operation: 'list-bookings' },
      effect: { kind: 'silence', at: 'arrived' },
      times: null,
    });
    expect(await ask(petra, 'book_appointment', wish(slot(2, 10), 'Petra Kurz'))).toMatchObject({ status: 'pending' });
    await petra.hangUp();
    journey.calcom.faults.disarm(blind.id);
    const owed = await eventually(
      'the owed answer',
      async () => ((await callbook('owed', 'ls')).owed as { id: string; retellCallId: string }[])[0],
      { timeoutMs: 30_000 },
    );
    await callbook('owed', 'done', owed.id, '--by', 'anna', '--note', 'reached at the second try');

    await peopleDecide(jonas.callId, eva.callId, nameless.callId);
    await quiet();
  }

  /** Links, a merge and a note. */
  async function peopleDecide(jonas: string, eva: string, nameless: string): Promise<void> {
    const by = ['--why', 'said so at the desk', '--actor', 'anna'];
    const [ofEva] = (await rowsOf(journey.database, eva)).appointments;
    const [ofJonas] = (await rowsOf(journey.database, jonas)).appointments;
    await callbook('appointments', 'note', String(ofJonas?.id), 'comes with a dog', ...by);
    await callbook('appointments', 'link', String(ofEva?.id), nameless, ...by);
    await callbook('appointments', 'unlink', String(ofEva?.id), ...by);
    const people = await rows<{ id: string; email: string | null }>(
      `SELECT id, email FROM records.customers WHERE company = $1 AND (phone = '+4915110000002' OR email = 'eva.lang@kunde.example') ORDER BY email NULLS FIRST`,
      company,
    );
    expect(people.length).toBeGreaterThanOrEqual(2);
    await callbook('customers', 'merge', String(people[0]?.id), String(people[1]?.id), ...by);
  }

  it('has the same rows when its events are told again, people’s acts included, and nothing is sent out', async () => {
    await lifeOfTheSalon();
    const before = await snapshot();
    for (const [table, kept] of Object.entries(before))
      if (!['call_recordings', 'erased', 'erasure_key', 'erasures', 'appointment_phases'].includes(table))
        expect([table, kept.length > 0]).toEqual([table, true]);

    for (const app of journey.callbook.apps.filter(({ name }) => name === 'records')) await app.stop();
    await journey.database.query('DROP SCHEMA records CASCADE');
    await callbook('migrate');
    await management.request('PUT', `/queues/%2F/${tap()}`, { durable: true });
    await management.request('POST', `/bindings/%2F/e/${exchange()}/q/${tap()}`, { routing_key: '#' });
    await Promise.all([journey.callbook.startApp('records'), journey.callbook.startApp('records')]);
    expect(Object.values(await snapshot()).flat()).toEqual([]);

    const replay = ['events', 'replay', '--since', '1d', '--to', 'records'];
    const preview = await callbook(...replay);
    expect(preview).toMatchObject({ ok: true, sent: 0 });
    expect(Number(preview.total)).toBeGreaterThan(20);
    expect(Object.values(await snapshot()).flat()).toEqual([]);
    expect(await callbook(...replay, '--yes', '--by', 'anna')).toMatchObject({ sent: preview.total, stopped: false });

    await eventually('all of it to be handled', async () => (await unhandled()) === 0, { timeoutMs: 40_000 });
    await eventually(
      'what is over to be completed',
      async () =>
        (await rows(`SELECT FROM records.appointments WHERE status = 'confirmed' AND ends_at < now()`)).length === 0,
    );
    expect(await snapshot()).toEqual(before);

    const heard = await management.request<object[]>('POST', `/queues/%2F/${tap()}/get`, {
      count: 100,
      ackmode: 'ack_requeue_false',
      encoding: 'auto',
    });
    expect(heard).toEqual([]);
    expect(await rows('SELECT FROM ops.dead_letters')).toEqual([]);
    expect(await rows('SELECT event FROM records.outbox WHERE sent_at IS NULL')).toEqual([]);
    expect(
      await rows(`SELECT actor, subject FROM ops.audit WHERE act = 'events.replayed' AND result ? 'sent'`),
    ).toContainEqual({ actor: 'anna', subject: 'records' });

    // Told once more, nothing changes; and life goes on.
    await callbook(...replay, '--yes');
    await eventually('all of it to be handled', async () => (await unhandled()) === 0, { timeoutMs: 40_000 });
    expect(await snapshot()).toEqual(before);
    const later = journey.retell.openCall({ from: '+4915110000009' });
    expect(await ask(later, 'book_appointment', wish(slot(2, 14), 'Otto Neu'))).toMatchObject({ status: 'booked' });
    await later.hangUp();
  }, 240_000);
});
