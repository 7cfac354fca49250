import { CalcomFixture, rule, TUESDAY_ELEVEN, TUESDAY_TEN } from './calcom-fixture';
import { FakeSubscriber } from './fake-subscriber';

const calcom = new CalcomFixture();
const subscriber = new FakeSubscriber(calcom);

beforeEach(async () => {
  await subscriber.start();
  await calcom.start({ webhooks: [{ subscriberUrl: subscriber.url }] });
});
afterEach(async () => {
  await calcom.sandbox.close();
  await subscriber.stop();
});

const ANNA = 'anna.berger@salon-lindenhof.example';
const MEHMET = 'mehmet.kaya@salon-lindenhof.example';
const erika = { name: 'Erika Muster', email: 'erika@example.org' };

/** Over the control API, as another process would. */
async function web(path: string, body: unknown = {}) {
  const answer = await calcom.call('POST', `/sandbox/web/bookings${path}`, { body });
  return { ...answer.body, status: answer.status };
}
const bookedOnTheWeb = async (changes: Record<string, unknown> = {}) =>
  (await web('', { eventTypeId: 2001, start: TUESDAY_TEN, attendee: erika, ...changes })).booking;

rule('web: a booking made on the page has no metadata', async () => {
  const booking = await bookedOnTheWeb();

  expect(booking).toMatchObject({ status: 'accepted', attendees: [{ email: erika.email }] });
  expect(booking.metadata).toEqual({});
  expect((await calcom.get(booking.uid)).body.data).toEqual(booking);
  expect(subscriber.triggers).toEqual(['BOOKING_CREATED']);
  expect(subscriber.received[0].payload.metadata).toEqual({});
});

rule('web: the page refuses what the API refuses, and knows no rate limit', async () => {
  await bookedOnTheWeb();
  const again = await web('', { eventTypeId: 2001, start: TUESDAY_TEN, attendee: erika });
  expect([again.status, again.problem]).toEqual([400, expect.stringContaining('already has booking')]);

  await calcom.call('PUT', '/sandbox/rate-limit', { body: { limit: 1 } });
  for (const start of [TUESDAY_ELEVEN, '2026-11-24T11:00:00Z']) {
    expect((await web('', { eventTypeId: 2001, start, attendee: erika })).status).toBe(201);
  }
});

rule('web: the host cancels', async () => {
  const { uid } = (await calcom.book()).body.data;
  const { status, booking } = await web(`/${uid}/cancel`, { reason: 'Krank' });

  expect([status, booking.status, booking.cancelledByEmail]).toEqual([200, 'cancelled', MEHMET]);
  expect(subscriber.received[1]).toMatchObject({
    triggerEvent: 'BOOKING_CANCELLED',
    payload: { uid, cancellationReason: 'Krank', cancelledBy: MEHMET },
    readStatus: 'accepted',
  });
});

rule('web: a move keeps the metadata in the row, and its webhook has none', async () => {
  const { uid } = (await calcom.book()).body.data;
  const { booking } = await web(`/${uid}/reschedule`, { start: TUESDAY_ELEVEN, by: erika.email });

  expect(booking).toMatchObject({
    rescheduledFromUid: uid,
    rescheduledByEmail: erika.email,
    metadata: { callbook_request_id: 'request-1' },
  });
  expect(subscriber.received[1]).toMatchObject({
    triggerEvent: 'BOOKING_RESCHEDULED',
    payload: { uid: booking.uid, rescheduleUid: uid },
  });
  expect(subscriber.received[1].payload.metadata).toEqual({});
});

rule('web: another host takes over under the same uid, and no webhook tells', async () => {
  const { uid, updatedAt } = (await calcom.book()).body.data;
  calcom.clock.advance(60_000);
  const { booking } = await web(`/${uid}/reassign`, { hostId: 1001 });

  expect(booking).toMatchObject({ uid, status: 'accepted', hosts: [{ id: 1001, email: ANNA }] });
  expect(booking.updatedAt > updatedAt).toBe(true);
  expect((await calcom.get(uid)).body.data).toEqual(booking);
  expect(subscriber.triggers).toEqual(['BOOKING_CREATED']);
  expect((await calcom.book()).status).toBe(201); // Mehmet is free again
});

rule('web: the host confirms or declines', async () => {
  const first = await bookedOnTheWeb({ eventTypeId: 2031 });
  const second = await bookedOnTheWeb({ eventTypeId: 2031, start: TUESDAY_ELEVEN });

  expect((await web(`/${first.uid}/confirm`)).booking.status).toBe('accepted');
  expect((await web(`/${second.uid}/decline`, { reason: 'Urlaub' })).booking.status).toBe('rejected');
  expect(subscriber.triggers).toEqual([
    'BOOKING_REQUESTED',
    'BOOKING_REQUESTED',
    'BOOKING_CREATED',
    'BOOKING_REJECTED',
  ]);
});

it('offers the same to a test that holds the sandbox', async () => {
  const { people } = calcom.sandbox;
  const { uid } = await people.book({ eventTypeId: 2001, start: TUESDAY_TEN, attendee: erika });
  const moved = await people.reschedule(uid, { start: TUESDAY_ELEVEN });
  await people.reassign(moved.uid, 1001);
  const again = await people.reschedule(moved.uid, { start: TUESDAY_TEN });
  const cancelled = await people.cancel(again.uid);

  expect(cancelled).toMatchObject({ status: 'CANCELLED', hostId: 1001, cancelledByEmail: ANNA, iCalSequence: 3 });
  await expect(people.cancel(again.uid)).rejects.toThrow('cancelled already');
  const late = people.reschedule(uid, { start: '2026-11-24T12:00:00Z' });
  await expect(late).rejects.toThrow(`rescheduled already to booking with uid=${moved.uid}`);
});

it.each([
  ['', { eventTypeId: 2001, start: TUESDAY_TEN }, 400, 'attendee'],
  ['', { eventTypeId: 2001, start: TUESDAY_TEN, attendee: { name: 'X', email: 'nowhere' } }, 400, 'e-mail|email'],
  ['', { eventTypeId: 1, start: TUESDAY_TEN, attendee: erika }, 404, 'Event type'],
  ['/nowhere/cancel', {}, 404, 'nowhere'],
  ['/nowhere/reschedule', { start: 'soon' }, 400, 'start'],
  ['/nowhere/reassign', { hostId: 'anna' }, 400, 'hostId'],
])('says what is wrong with %s %j', async (path, body, status, problem) => {
  const answer = await web(path, body);
  expect(answer.status).toBe(status);
  expect(answer.problem).toMatch(new RegExp(problem));
});

it('does not know a host who is not in the seed', async () => {
  const { uid } = await bookedOnTheWeb();
  expect(await web(`/${uid}/reassign`, { hostId: 4711 })).toMatchObject({ status: 404 });
});
