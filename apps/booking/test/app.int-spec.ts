import { BookingRequested, CalendarNotified, createEvent, derivedId, sampleOf } from '@callbook/contracts';
import { createDataSource } from '@callbook/database';
import { eventually } from '@callbook/testing';
import { catalogueSource } from './support/catalogue';
import type { BookingEvent } from './support/hints-fixture';
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
    const request = { ...sampleOf(BookingRequested), ...slot(), service: serviceOf('herrenhaarschnitt') };
    const name = `${company}/${request.call.retellCallId}`;
    const others = await running.database.connect(createDataSource);
    const blocker = others.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
    const context = { id: derivedId('spec', 'request'), company, time: new Date(), correlationId: 'call_spec' };
    await running.publish(createEvent(BookingRequested, request, context));
    await eventually('a connection to be cut', async () => {
      const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`;
      return (await running.database.query(cut)).length > 0;
    });
    await blocker.rollbackTransaction();
    await others.destroy();
    await eventually('booking.created to be stored', async () => {
      const rows = await running.database.query(`SELECT 1 FROM booking.attempts WHERE state = 'booked'`);
      return rows.length === 1;
    });
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
});
