import { CalcomClient } from '@callbook/calcom-client';
import { type BookingRequested, type CalendarNotified, type Event } from '@callbook/contracts';
import { type CalcomSandbox, startCalcomSandbox } from '@callbook/sandbox';
import { eventually } from '@callbook/testing';
import { CalcomCalendar } from '../src/calendar/calcom-calendar';
import { functionCall } from './attempts.conformance';
import { catalogueSource } from './support/catalogue';
import { BookingFixture, type Replica } from './support/booking-fixture';
import { receiveWebhooks } from './support/webhook-receiver';

/** Booking between the simulated Cal.com, with its webhooks, and a real database: two ways in, one story each. */
describe('webhooks of Cal.com', () => {
  const thursdayTen = '2026-11-26T09:00:00.000Z';
  const thursdayTwelve = '2026-11-26T11:00:00.000Z';
  const friday = '2026-11-27T09:00:00.000Z';
  const customer = { name: 'Erika Muster', email: 'erika@kunde.example' };

  let fixture: BookingFixture;
  let calcom: CalcomSandbox;
  let client: CalcomClient;
  let receiver: Awaited<ReturnType<typeof receiveWebhooks>>;
  let booking: Replica;
  /** What the gateway would do with a webhook. */
  let hear: (hint: CalendarNotified) => Promise<void>;
  let heard: CalendarNotified[];

  beforeAll(async () => {
    fixture = await BookingFixture.start();
    calcom = await startCalcomSandbox({ port: 0, clock: fixture.clock });
    receiver = await receiveWebhooks(async (hint) => {
      heard.push(hint);
      await hear(hint);
    });
    calcom.subscribe([receiver.subscription]);
  });

  beforeEach(async () => {
    await fixture.clear();
    calcom.reset();
    heard = [];
    hear = (hint) => booking.takeHint.execute(fixture.hint(hint.uid, hint));
    client = new CalcomClient({ baseUrl: calcom.url, apiKey: 'cal_sandbox_key', timeoutMs: 5_000 });
    const calendar = new CalcomCalendar(() => ({ client, take: () => Promise.resolve() }));
    booking = await fixture.replica(calendar);
  });

  afterEach(async () => {
    client.close();
    await fixture.endReplicas();
  });

  afterAll(async () => {
    await calcom?.close();
    await receiver?.close();
    await fixture?.end();
  });

  async function after(ms: number): Promise<void> {
    fixture.clock.pass(ms);
    while (await booking.workOffHints.execute());
  }

  /** By phone: the function call of an agent. */
  function askedFor(start: string): Event<BookingRequested> {
    const service = catalogueSource.current().findService('salon-lindenhof', 'Herrenhaarschnitt');
    if (!service) throw new Error('the catalogue has no such service');
    const answerBy = new Date(fixture.clock.now().getTime() + 8_000).toISOString();
    return functionCall({ service: { id: service.id, key: service.key }, start, answerBy }, fixture.clock.now());
  }

  const onTheWeb = (start = thursdayTen) => calcom.people.book({ eventTypeId: 2001, start, attendee: customer });
  const gets = () => calcom.requests.of('get-booking').length;
  const story = async () =>
    (await fixture.published()).map(({ type, data }) => [type.split('.')[1], data.rootUid, data.calcomUid, data.start]);

  it('tell a web booking through its whole life as one appointment without a call', async () => {
    const first = await onTheWeb();
    await after(3_000);
    fixture.clock.pass(60_000);
    const second = await calcom.people.reschedule(first.uid, { start: thursdayTwelve });
    await after(3_000);
    fixture.clock.pass(60_000);
    const third = await calcom.people.reschedule(second.uid, { start: friday });
    await after(3_000);
    fixture.clock.pass(60_000);
    await calcom.people.cancel(third.uid);
    await after(3_000);
    expect(await story()).toEqual([
      ['created', first.uid, first.uid, thursdayTen],
      ['rescheduled', first.uid, second.uid, thursdayTwelve],
      ['rescheduled', first.uid, third.uid, friday],
      ['cancelled', first.uid, third.uid, friday],
    ]);
    expect(heard.map(({ trigger }) => trigger)).toEqual([
      'BOOKING_CREATED',
      'BOOKING_RESCHEDULED',
      'BOOKING_RESCHEDULED',
      'BOOKING_CANCELLED',
    ]);
    expect((await fixture.published()).every(({ data }) => data.call === null)).toBe(true);
    expect([await fixture.waiting(), await fixture.findings()]).toEqual([0, []]);
  });

  it('end in the right state when all of it happened before the first look', async () => {
    const first = await onTheWeb();
    const second = await calcom.people.reschedule(first.uid, { start: thursdayTwelve });
    await calcom.people.reschedule(second.uid, { start: friday });
    await after(3_000);
    await after(60_000);
    expect(await story()).toMatchObject([['created', first.uid, expect.anything(), friday]]);
    expect([await fixture.waiting(), await fixture.findings()]).toEqual([0, []]);
  });

  it('change nothing when they come twice, and late', async () => {
    calcom.webhookFaults.arm({ on: {}, effect: { kind: 'twice' }, times: null });
    calcom.webhookFaults.arm({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'overtaken' } });
    const { uid } = await onTheWeb();
    await calcom.people.cancel(uid);
    await after(3_000);
    await after(60_000);
    expect(heard.map(({ trigger }) => trigger)).toEqual(['BOOKING_CANCELLED', 'BOOKING_CANCELLED', 'BOOKING_CREATED']);
    expect(await story()).toMatchObject([['cancelled', uid, uid, thursdayTen]]);
    expect(await fixture.waiting()).toBe(0);
  });

  it('change nothing when they never come', async () => {
    calcom.webhookFaults.arm({ on: {}, effect: { kind: 'never' } });
    await onTheWeb();
    await after(3_000);
    expect(await story()).toEqual([]);
  });

  it('are believed only when Cal.com itself shows what they told', async () => {
    const { uid } = await onTheWeb();
    await after(3_000);
    calcom.webhookFaults.arm({ on: {}, effect: { kind: 'before-row', ms: 20_000 } });
    await calcom.people.cancel(uid);
    await after(3_000);
    expect((await story()).map(([event]) => event)).toEqual(['created']);
    await after(5_000);
    expect((await story()).map(([event]) => event)).toEqual(['created']);
    await after(30_000);
    expect((await story()).map(([event]) => event)).toEqual(['created', 'cancelled']);
  });

  it('are looked at again as long as Cal.com is out of order', async () => {
    calcom.faults.arm({
      on: { operation: 'get-booking' },
      effect: { kind: 'answer', at: 'arrived', status: 503 },
      times: 3,
    });
    await onTheWeb();
    await after(3_000);
    for (const pause of [5_000, 30_000, 120_000]) await after(pause);
    expect((await story()).map(([event]) => event)).toEqual(['created']);
  });

  it('of our own booking say nothing new, even when they come before the POST\u2019s answer', async () => {
    hear = async (hint) => {
      await booking.takeHint.execute(fixture.hint(hint.uid, hint));
      await after(3_000); // the POST is still open
    };
    const event = askedFor(thursdayTen);
    await booking.takeRequest.execute(event);
    expect(heard).toMatchObject([{ trigger: 'BOOKING_CREATED' }]);
    const getsBefore = gets();
    await after(5_000);
    await after(60_000);
    expect(await fixture.published()).toMatchObject([
      { type: 'booking.created.v1', data: { hostReadFrom: 'post', functionCallIds: [event.id] } },
    ]);
    expect([gets(), await fixture.waiting()]).toEqual([getsBefore, 0]);
  });

  it('settle a POST whose answer was lost, and no second event follows', async () => {
    calcom.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'disconnect', at: 'written' } });
    // The list lags behind: only the webhook knows the booking.
    calcom.faults.arm({
      on: { operation: 'list-bookings' },
      effect: {
        kind: 'answer',
        at: 'arrived',
        status: 200,
        body: { status: 'success', data: [], pagination: { hasNextPage: false } },
      },
      times: null,
    });
    const event = askedFor(thursdayTen);
    await booking.takeRequest.execute(event);
    await eventually('the webhook', () => heard.length === 1);
    await after(3_000);
    await booking.takeRequest.execute(event);
    await fixture.comeToRest(booking);
    expect(await fixture.published()).toMatchObject([
      { type: 'booking.created.v1', data: { hostReadFrom: 'get', functionCallIds: [event.id] } },
    ]);
    expect(calcom.world.bookings).toHaveLength(1);
  });

  it('follow a booking made by phone when its customer moves and cancels it', async () => {
    const event = askedFor(thursdayTen);
    await booking.takeRequest.execute(event);
    const [made] = calcom.world.bookings;
    if (!made) throw new Error('nothing was booked');
    fixture.clock.pass(60_000);
    const moved = await calcom.people.reschedule(made.uid, { start: friday });
    await after(3_000);
    fixture.clock.pass(60_000);
    await calcom.people.cancel(moved.uid);
    await after(3_000);
    expect(await story()).toEqual([
      ['created', made.uid, made.uid, thursdayTen],
      ['rescheduled', made.uid, moved.uid, friday],
      ['cancelled', made.uid, moved.uid, friday],
    ]);
    const facts = await fixture.published();
    expect(new Set(facts.map(({ correlationid }) => correlationid)).size).toBe(1);
    expect(facts.map(({ data }) => data.requestId)).toEqual(Array(3).fill(facts[0]?.data.requestId));
    // The round is closed: the caller may ask for the same again.
    await booking.takeRequest.execute(askedFor(thursdayTen));
    expect((await fixture.published()).at(-1)).toMatchObject({
      type: 'booking.created.v1',
      data: { start: thursdayTen },
    });
  });

  // The last: it waits until the appointment has begun, and no other can be booked for that time any more.
  it('tell who did not come; of another host, and of a host who did not come, only a look at something else tells', async () => {
    const { uid } = await onTheWeb();
    await after(3_000);
    await calcom.people.reassign(uid, 1001);
    await after(3_000);
    expect((await story()).map(([event]) => event)).toEqual(['created']); // no webhook
    fixture.clock.pass(Date.parse(thursdayTen) - fixture.clock.now().getTime());
    await calcom.people.markAbsent(uid, { host: true });
    await after(3_000);
    expect((await story()).map(([event]) => event)).toEqual(['created']); // none either
    await booking.takeHint.execute(fixture.hint(uid, { source: 'list', trigger: 'list' }));
    await after(3_000);
    const absent = (isAbsent: boolean) => ({ attendees: [{ email: customer.email, absent: isAbsent }] });
    await calcom.people.markAbsent(uid, absent(true));
    await after(3_000);
    await calcom.people.markAbsent(uid, absent(false));
    await after(3_000);
    const told = (await fixture.published()).map(({ type, data }) => [type.split('.')[1], data.host, data.absence]);
    expect(told).toMatchObject([
      ['created', { id: 1002 }, null],
      ['reassigned', { id: 1001 }, { host: true, attendee: false }],
      ['absence-marked', { id: 1001 }, { host: true, attendee: true }],
      ['absence-marked', { id: 1001 }, { host: true, attendee: false }],
    ]);
    expect(heard.map(({ trigger }) => trigger)).toEqual([
      'BOOKING_CREATED',
      'BOOKING_NO_SHOW_UPDATED',
      'BOOKING_NO_SHOW_UPDATED',
    ]);
    expect([await fixture.waiting(), await fixture.findings()]).toEqual([0, []]);
  });
});
