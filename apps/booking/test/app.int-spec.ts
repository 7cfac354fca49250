import {
  BookingCancelled,
  BookingRequested,
  BookingRescheduled,
  CalendarNotified,
  createEvent,
  derivedId,
  type Event,
  sampleOf,
} from '@callbook/contracts';
import { createDataSource } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { eventually } from '@callbook/testing';
import { PostgresAttempts } from '../src/attempts/postgres-attempts.repository';
import { cancelCall, functionCall, moveCall } from './conformance/function-calls';
import { catalogueSource } from './support/catalogue';
import type { BookingEvent } from './support/booking-fixture';
import { RunningBooking } from './support/running-booking';

describe('the booking process, in two replicas', () => {
  let running: RunningBooking;
  let sequence = 0;
  let slots = 0;

  beforeAll(async () => {
    running = await RunningBooking.start({ replicas: 2 });
  });
  afterAll(() => running?.close());

  const company = 'salon-lindenhof';

  function hint(uid: string, trigger: string, expectedStatus: CalendarNotified['expectedStatus']) {
    const id = derivedId('spec', 'app-hint', (sequence += 1));
    const data: CalendarNotified = { uid, previousUid: null, trigger, expectedStatus, source: 'webhook', sentAt: null };
    return running.publish(createEvent(CalendarNotified, data, { id, company, time: new Date(), correlationId: id }));
  }

  /** Another half hour of the next Thursday each time: the salon is open then. */
  function slot(): { start: string; answerBy: string } {
    const start = new Date(Date.now() + 24 * 3_600_000);
    while (start.getUTCDay() !== 4) start.setTime(start.getTime() + 24 * 3_600_000);
    start.setUTCHours(9, 30 * (slots += 1), 0, 0);
    return { start: start.toISOString(), answerBy: new Date(Date.now() + 8_000).toISOString() };
  }

  async function bookedOnTheWeb(): Promise<string> {
    const attendee = { name: 'Erika Muster', email: 'erika@kunde.example' };
    const { uid } = await running.calcom.people.book({ eventTypeId: 2001, start: slot().start, attendee });
    return uid;
  }

  function serviceOf(key: string) {
    const service = catalogueSource.current().findService(company, key);
    if (!service) throw new Error(`the catalogue has no service ${key}`);
    return { id: service.id, key };
  }

  let calls = 0;
  /** Each in a call of its own. */
  function requested(difference: Partial<BookingRequested> = {}): Event<BookingRequested> {
    const call = { ...sampleOf(BookingRequested).call, retellCallId: `call_app_spec_${(calls += 1)}` };
    return functionCall({ ...slot(), service: serviceOf('herrenhaarschnitt'), call, ...difference }, new Date());
  }

  /** What everybody was told in answer to the function call. */
  async function outcomesOf({ id }: Event<object>): Promise<BookingEvent[]> {
    const rows = await running.database.query<{ event: BookingEvent }>(
      `SELECT event FROM booking.outbox WHERE sent_at IS NOT NULL AND event -> 'data' -> 'functionCallIds' ? $1 ORDER BY seq`,
      [id],
    );
    return rows.map(({ event }) => event);
  }

  async function outcomeOf(request: Event<object>): Promise<BookingEvent> {
    await eventually('the outcome', async () => (await outcomesOf(request)).length > 0, { timeoutMs: 20_000 });
    const [outcome, ...others] = await outcomesOf(request);
    expect(others).toEqual([]);
    return outcome as BookingEvent;
  }

  async function sent(rootUid: string): Promise<string[]> {
    const rows = await running.database.query<{ event: BookingEvent }>(
      'SELECT event FROM booking.outbox WHERE subject = $1 AND sent_at IS NOT NULL ORDER BY seq',
      [rootUid],
    );
    return rows.map(({ event }) => event.type);
  }

  const nothingOwed = async () => (await running.database.query('SELECT 1 FROM booking.hints')).length === 0;

  it('publishes what hints lead to, once', async () => {
    const uid = await bookedOnTheWeb();
    await Promise.all(Array.from({ length: 10 }, () => hint(uid, 'BOOKING_CREATED', 'accepted')));
    await eventually('booking.created to leave the outbox', async () => (await sent(uid)).length > 0);
    await running.calcom.people.cancel(uid);
    await hint(uid, 'BOOKING_CANCELLED', 'cancelled');
    await eventually('booking.cancelled to leave the outbox', async () => (await sent(uid)).length > 1);
    await eventually('no look to be owed', nothingOwed);
    expect(await sent(uid)).toEqual(['booking.created.v1', 'booking.cancelled.v1']);
    expect(await running.metrics()).toMatch(/callbook_hints_total\{company="salon-lindenhof",end="published"\} 2/);
  });

  it('books although the connection is cut while it decides about the call', async () => {
    const request = requested();
    const name = `${company}/${request.data.call.retellCallId}`;
    const others = await running.database.connect(createDataSource);
    const blocker = others.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
    await running.publish(request);
    await eventually('a connection to be cut', async () => {
      const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`;
      return (await running.database.query(cut)).length > 0;
    });
    await blocker.rollbackTransaction();
    await others.destroy();
    await eventually('booking.created to be stored', async () => (await outcomesOf(request)).length === 1);
    expect(running.calcom.requests.of('create-booking')).toHaveLength(1);
    expect(await running.metrics()).toMatch(/queue="booking.booking-requested",end="retry"/);
  });

  it('keeps hints, and looks, through an absence of the database', async () => {
    const [before, during] = [await bookedOnTheWeb(), await bookedOnTheWeb()];
    const name = new URL(running.database.url).pathname.slice(1);
    await hint(before, 'BOOKING_CREATED', 'accepted');
    await eventually('the look to be owed', async () => !(await nothingOwed()));
    await running.database.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await running.database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = 'callbook_booking'",
      [name],
    );
    await hint(during, 'BOOKING_CREATED', 'accepted');
    await eventually('the hint to fail once', async () =>
      /queue="booking.calendar-notified",end="retry"/.test(await running.metrics()),
    );
    await running.database.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    for (const uid of [before, during]) {
      await eventually('the booking to be published', async () => (await sent(uid)).length > 0, { timeoutMs: 20_000 });
      expect(await sent(uid)).toEqual(['booking.created.v1']);
    }
    await eventually('no look to be owed', nothingOwed);
  });

  it('books, moves and cancels what messages ask for, each answered once', async () => {
    const request = requested();
    await Promise.all([running.publish(request), running.publish(request)]);
    const created = await outcomeOf(request);
    expect(created).toMatchObject({ type: 'booking.created.v1', data: { status: 'accepted' } });

    const { call, service, start } = request.data;
    const { rootUid, calcomUid } = created.data;
    const answerBy = request.data.answerBy;
    const wanted = slot().start;
    const move = moveCall(
      { call, answerBy, start: wanted, target: { rootUid, calcomUid, start, service } },
      new Date(),
    );
    await running.publish(move);
    const moved = await outcomeOf(move);
    expect(moved).toMatchObject({
      type: BookingRescheduled.type,
      data: { rootUid, start: wanted, changedBy: { operation: 'reschedule', requestKey: move.data.requestKey } },
    });

    const target = { rootUid, calcomUid: moved.data.calcomUid, start: wanted, service };
    const cancel = cancelCall({ call, answerBy, start: wanted, target }, new Date());
    await running.publish(cancel);
    expect(await outcomeOf(cancel)).toMatchObject({
      type: BookingCancelled.type,
      data: { rootUid, status: 'cancelled', changedBy: { operation: 'cancel' } },
    });
  });

  it('ends by the clock what no message comes for again', async () => {
    const calls = () => running.calcom.requests.of('create-booking').length;
    const before = calls();
    running.calcom.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'disconnect', at: 'arrived' } });
    const request = requested();
    await running.publish(request);
    expect(await outcomeOf(request)).toMatchObject({ type: 'booking.created.v1' });
    expect(calls() - before).toBe(2);
    expect(await running.metrics()).not.toMatch(/queue="booking.booking-requested",end="dead/);
  });

  it('goes on with a round whose message was taken by a process that died', async () => {
    const request = requested();
    const others = await createDataSource({ url: running.database.url, applicationName: 'spec' }).initialize();
    const attempts = new PostgresAttempts(others, new Outbox('booking'), { now: () => new Date() }, 100);
    await attempts.take(request); // and no message brings it again
    await others.destroy();
    expect(await outcomeOf(request)).toMatchObject({ type: 'booking.created.v1' });
  });
});
