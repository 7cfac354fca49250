import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventContracts } from '@callbook/contracts';
import { eventsExchange } from '@callbook/messaging';
import { eventually, RabbitmqManagement, sharedStack } from '@callbook/testing';
import { ask, liveBookingsOf } from './support/calls';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

const company = 'salon-lindenhof';
const number = '+4915199900017';
/** Each stands nowhere else. */
const markers = ['Zerasmia', 'Quittenbaum', '4915199900017', 'zq@weidenhain.example', 'Walnusslikör'];

interface Erased {
  readonly result: string;
  readonly records: Record<string, number>;
  readonly booking: { readonly counts: Record<string, number> };
  readonly atProviders: { readonly retellCallIds: string[]; readonly calcomBookings: { readonly uid: string }[] };
}

interface Passed {
  readonly payload: string;
  readonly routing_key: string;
  readonly properties: object;
}

describe('a person who asks to be erased', () => {
  let journey: Journey;
  let folder: string;
  const management = new RabbitmqManagement(sharedStack().rabbitmqManagementUrl ?? '');
  const exchange = () => encodeURIComponent(eventsExchange(journey.prefix));
  const tap = () => encodeURIComponent(`${journey.prefix}everything`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callbook-export-'));
    journey = await startJourney({
      replicas: { gateway: 1, booking: 2, records: 2 },
      env: {
        RETRY_LADDER: '200ms,500ms,1s,2s,4s',
        CONVERGE_AFTER: '1s,2s',
        HINT_COALESCE_MS: '200',
        HINT_POLL_MS: '100',
        HINT_LOOK_AGAIN: '300ms,600ms,1s',
      },
      unlimited: true,
      calendarWebhooks: true,
    });
    await management.request('PUT', `/queues/%2F/${tap()}`, { durable: true });
    await management.request('POST', `/bindings/%2F/e/${exchange()}/q/${tap()}`, { routing_key: '#' });
  }, 90_000);
  afterAll(async () => {
    await journey?.end();
    await rm(folder, { recursive: true });
  }, 60_000);

  const callbook = async (...args: string[]) => JSON.parse(await journey.callbook.operate(...args, '--json')) as object;
  const which = (start: string) => ({ attendee_name: 'Zerasmia Quittenbaum', start });
  const wish = (start: string) => ({
    service: 'Herrenhaarschnitt',
    start,
    attendee_name: 'Zerasmia Quittenbaum',
    attendee_email: 'zq@weidenhain.example',
    notes: 'mag Walnusslikör',
  });

  /** Where a marker stands: `table.column: marker`. */
  async function traces(looked: readonly string[] = markers): Promise<string[]> {
    const columns = await journey.database.query<{ table: string; column: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS table, column_name AS column
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'
         AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'uuid', 'bytea', 'USER-DEFINED')`,
    );
    expect(columns.length).toBeGreaterThan(200);
    const looks = columns.map(
      ({ table, column }) => `
        SELECT '${table}.${column}: ' || marker AS place FROM ${table}, unnest($1::text[]) marker
        WHERE position(lower(marker) in lower("${column}"::text)) > 0`,
    );
    const found = await journey.database.query<{ place: string }>(`${looks.join(' UNION ')} ORDER BY place`, [looked]);
    return found.map(({ place }) => place);
  }

  const settled = (calls: number) =>
    eventually(
      'everything to be handled',
      async () => {
        const [row] = await journey.database.query<{ analyzed: string; open: string }>(
          `SELECT (SELECT count(*) FROM records.calls WHERE status = 'analyzed') AS analyzed,
                  (SELECT count(*) FROM booking.hints) + (SELECT count(*) FROM booking.outbox WHERE sent_at IS NULL)
                  + (SELECT count(*) FROM records.outbox WHERE sent_at IS NULL) AS open`,
        );
        return Number(row?.analyzed) === calls && Number(row?.open) === 0;
      },
      { timeoutMs: 30_000 },
    );

  /** Messages that booking and records have acknowledged since they were started. */
  async function acknowledged(): Promise<number> {
    const texts = await Promise.all(
      journey.callbook.apps
        .filter(({ name }) => name === 'booking' || name === 'records')
        .map(async ({ ready }) => (await fetch(`${String(ready.url)}/metrics`)).text()),
    );
    const counts = texts.join('\n').matchAll(/^callbook_messages_handled_total\{[^}]*end="ack"[^}]*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  it('is gone from every table of every schema, does not come back, and the rest is as it was', async () => {
    const [first, second, third] = [slot(1, 10), slot(1, 12), slot(1, 14)];
    const other = journey.retell.openCall({ from: '+4915110000077' });
    expect(
      await ask(other, 'book_appointment', {
        ...wish(third),
        attendee_name: 'Otto Bleibt',
        attendee_email: 'otto@bleibt.example',
        notes: 'keine',
      }),
    ).toMatchObject({ status: 'booked' });
    await other.hangUp();

    const call = journey.retell.openCall({
      from: number,
      says: ['Quittenbaum hier, Zerasmia.'],
      analysis: { call_summary: 'Zerasmia mag Walnusslikör', custom_analysis_data: { wer: 'Zerasmia' } },
    });
    call.greet();
    expect(await ask(call, 'book_appointment', wish(first))).toMatchObject({ status: 'booked' });
    expect(await ask(call, 'book_appointment', wish(third))).toMatchObject({ status: 'refused' });
    await call.hangUp();
    const again = journey.retell.openCall({ from: number });
    expect(await ask(again, 'reschedule_appointment', { ...which(first), new_start: second })).toMatchObject({
      status: 'moved',
    });
    await again.hangUp();
    const nameless = journey.retell.openCall({ from: 'anonymous', says: ['Ich bin Zerasmia Quittenbaum.'] });
    nameless.greet();
    const { appointments } = await rowsOf(journey.database, call.callId);
    const reference = String(appointments[0]?.reference);
    expect(
      await ask(nameless, 'cancel_appointment', { reference, attendee_name: 'Zerasmia Quittenbaum' }),
    ).toMatchObject({ status: 'cancelled' });
    await nameless.hangUp();
    await settled(4);
    const before = await traces();
    expect(new Set(before.map((place) => place.split(': ')[1]))).toEqual(new Set(markers)); // they can be found
    const tables = new Set(before.map((place) => place.split('.').slice(0, 2).join('.')));
    for (const table of [
      'records.calls',
      'records.appointments',
      'records.customers',
      'records.call_transcripts',
      'records.booking_outcomes',
      'booking.attempts',
      'booking.chains',
      'booking.outbox',
      'ops.events',
    ])
      expect([...tables]).toContain(table);

    const out = join(folder, 'person.json');
    await callbook('privacy', 'export', number, '--company', company, '--out', out);
    const exported = readFileSync(out, 'utf8');
    for (const marker of markers) expect(exported).toContain(marker);
    expect(exported).not.toContain('Otto Bleibt');
    expect(statSync(out).mode & 0o777).toBe(0o600);

    const why = ['--why', 'asked for it by letter', '--actor', 'anna'];
    expect(await callbook('privacy', 'erase', number, ...why, '--dry-run')).toMatchObject({ result: 'previewed' });
    expect(await callbook('privacy', 'erase', number, ...why)).toMatchObject({ result: 'previewed' });
    expect(await traces()).toEqual(before);
    const otherBefore = await traces(['Otto Bleibt', '4915110000077', 'otto@bleibt.example']);

    const uids = journey.calcom.world.bookings
      .filter(({ attendee }) => attendee.name.includes('Zerasmia'))
      .map(({ uid }) => uid);
    const erased = (await callbook('privacy', 'erase', number, ...why, '--yes')) as Erased;
    expect(erased).toMatchObject({ result: 'erased', records: { customers: 1, calls: 3, appointments: 1 } });
    expect(erased.atProviders.retellCallIds.sort()).toEqual([call.callId, again.callId, nameless.callId].sort());
    expect(erased.atProviders.calcomBookings.map(({ uid }) => uid).sort()).toEqual(uids.sort());
    expect(await traces()).toEqual([]);
    const identifiers = [call.callId, again.callId, nameless.callId, ...uids];
    await eventually(
      'booking to be done with what was under way',
      async () => (await traces(identifiers)).length === 0,
      {
        timeoutMs: 30_000,
      },
    );

    // Everything that was ever told is told again, and Cal.com tells of its bookings once more.
    const passed = await management.request<Passed[]>('POST', `/queues/%2F/${tap()}/get`, {
      count: 10_000,
      ackmode: 'ack_requeue_false',
      encoding: 'auto',
    });
    expect(passed.filter(({ payload }) => payload.includes(number)).length).toBeGreaterThan(10);
    const consumersOf = new Map(
      eventContracts.map(({ type, consumers }) => [
        type as string,
        consumers.filter((queue) => !queue.startsWith('ops.')).length,
      ]),
    );
    const typeOf = ({ payload }: Passed) => (JSON.parse(payload) as { type: string }).type;
    const wanted = passed.reduce((sum, one) => sum + (consumersOf.get(typeOf(one)) ?? 0), uids.length);
    await journey.database.query('TRUNCATE records.inbox, booking.inbox');
    const handled = await acknowledged();
    for (const { payload, routing_key, properties } of passed) {
      await management.request('POST', `/exchanges/%2F/${exchange()}/publish`, {
        properties,
        routing_key,
        payload,
        payload_encoding: 'string',
      });
    }
    for (const uid of uids) await hint(uid);
    await eventually('all of it to be handled', async () => (await acknowledged()) >= handled + wanted, {
      timeoutMs: 60_000,
    });
    await settled(4);
    expect(await traces([...markers, ...identifiers])).toEqual([]);
    expect(await traces(['Otto Bleibt', '4915110000077', 'otto@bleibt.example'])).toEqual(otherBefore);
    expect(liveBookingsOf(journey, 'Otto Bleibt')).toHaveLength(1);

    const [kept] = await journey.database.query(
      'SELECT status, price_minor, staff_id, customer_cause, attendee_as_booked FROM records.appointments WHERE id = $1',
      [appointments[0]?.id],
    );
    expect(kept).toMatchObject({
      status: 'cancelled',
      price_minor: 3200,
      customer_cause: 'erased',
      attendee_as_booked: null,
    });
    expect(kept?.staff_id).not.toBeNull();
    expect(await halfLinks()).toEqual([]);
    expect(await callbook('privacy', 'erase', number, ...why, '--yes')).toMatchObject({ result: 'erased_before' });
    expect(markers.filter((marker) => journey.logs().includes(marker))).toEqual([]);

    // Who rings again is somebody new.
    const later = journey.retell.openCall({ from: number });
    expect(await ask(later, 'book_appointment', wish(slot(2, 10)))).toMatchObject({ status: 'booked' });
    await later.hangUp();
    expect((await rowsOf(journey.database, later.callId)).appointments).toHaveLength(1);
  }, 180_000);

  async function hint(uid: string): Promise<void> {
    const id = crypto.randomUUID();
    await management.request('POST', `/exchanges/%2F/${exchange()}/publish`, {
      properties: { message_id: id, delivery_mode: 2, content_type: 'application/json' },
      routing_key: `calendar.notified.v1.${company}`,
      payload_encoding: 'string',
      payload: JSON.stringify({
        specversion: '1.0',
        id,
        source: '/callbook/webhook-gateway',
        type: 'calendar.notified.v1',
        subject: uid,
        time: new Date().toISOString(),
        datacontenttype: 'application/json',
        company,
        correlationid: id,
        data: {
          uid,
          previousUid: null,
          trigger: 'BOOKING_CREATED',
          expectedStatus: null,
          source: 'list',
          sentAt: null,
        },
      }),
    });
  }

  const halfLinks = () =>
    journey.database.query(`
      SELECT id FROM records.calls call WHERE appointment_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.appointments WHERE id = call.appointment_id AND call_id = call.id)
      UNION ALL
      SELECT id FROM records.appointments appointment WHERE call_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.calls WHERE id = appointment.call_id AND appointment_id IS NOT NULL)`);
});
