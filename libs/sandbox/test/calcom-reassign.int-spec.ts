import { CalcomFixture, EITHER, MEHMET, rule, SOFIA } from './calcom-fixture';
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

rule('4 reassigning round robin keeps the uid, answers who serves now, and no webhook tells', async () => {
  const { uid, hosts } = (await calcom.book({ eventTypeId: EITHER })).body.data;
  const other = hosts[0].id === MEHMET ? SOFIA : MEHMET;
  expect((await calcom.change(uid, 'reassign', undefined, { key: null })).status).toBe(401);
  const { status, body } = await calcom.change(uid, 'reassign');

  expect(status).toBe(200);
  expect(body.data).toEqual({
    bookingUid: uid,
    reassignedTo: {
      id: other,
      name: expect.any(String),
      email: expect.any(String),
      displayEmail: body.data.reassignedTo.email,
    },
  });
  expect((await calcom.get(uid)).body.data).toMatchObject({ uid, status: 'accepted', hosts: [{ id: other }] });
  expect(subscriber.triggers).toEqual(['BOOKING_CREATED']);
});

rule('4 reassigning to a named user takes any host of the event type', async () => {
  const { uid } = (await calcom.book({ eventTypeId: EITHER })).body.data;
  for (const id of [SOFIA, MEHMET]) {
    const { status, body } = await calcom.call('POST', `/v2/bookings/${uid}/reassign/${id}`, {
      body: { reason: 'Krank' },
    });
    expect([status, body.data.reassignedTo.id]).toEqual([200, id]);
  }
  expect((await calcom.call('POST', `/v2/bookings/${uid}/reassign/1001`)).status).toBe(404);
});

rule('4 only round robin can be reassigned, and only while another host is free', async () => {
  const { uid } = (await calcom.book()).body.data;
  expect((await calcom.change(uid, 'reassign')).status).toBe(400);

  const first = (await calcom.book({ eventTypeId: EITHER, start: '2026-11-24T12:00:00.000Z' })).body.data;
  const other = { attendee: { name: 'Max', email: 'max@example.org', timeZone: 'Europe/Berlin' } };
  const second = await calcom.book({ eventTypeId: EITHER, start: '2026-11-24T12:00:00.000Z', ...other });
  expect(second.status).toBe(201);
  expect((await calcom.change(first.uid, 'reassign')).status).toBe(400);
});
