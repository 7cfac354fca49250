import { CalcomFixture, rule, TUESDAY_TEN } from './calcom-fixture';
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

const email = 'erika@example.org';
const marked = (absent: boolean) => ({ attendees: [{ email, absent }] });

/** A booking that began five minutes ago. */
async function begun(): Promise<{ uid: string; updatedAt: string }> {
  const { uid, updatedAt } = (await calcom.book()).body.data;
  calcom.clock.set(TUESDAY_TEN);
  calcom.clock.advance(300_000);
  return { uid, updatedAt };
}

rule('4 nobody can be marked as absent before the start', async () => {
  const { uid } = (await calcom.book()).body.data;
  const { status, body } = await calcom.change(uid, 'mark-absent', marked(true));
  expect([status, body.error.message]).toEqual([
    400,
    'Bookings can only be marked as absent after their scheduled start time.',
  ]);
});

rule('4 marking absence answers 200, needs a credential and keeps status and uid', async () => {
  const { uid, updatedAt } = await begun();
  expect((await calcom.change(uid, 'mark-absent', marked(true), { key: null })).status).toBe(401);
  const { status, body } = await calcom.change(uid, 'mark-absent', { ...marked(true), host: true });
  expect(status).toBe(200);
  expect(body.data).toMatchObject({ uid, status: 'accepted', absentHost: true, attendees: [{ email, absent: true }] });
  expect((await calcom.get(uid)).body.data).toEqual(body.data);
  expect(body.data.updatedAt > updatedAt).toBe(true);

  const back = await calcom.change(uid, 'mark-absent', { ...marked(false), host: false });
  expect(back.body.data).toMatchObject({ absentHost: false, attendees: [{ absent: false }] });
});

rule('4 marking an attendee leaves the time stamp of the booking as it was', async () => {
  const { uid, updatedAt } = await begun();
  const { body } = await calcom.change(uid, 'mark-absent', marked(true));
  expect(body.data).toMatchObject({ updatedAt, attendees: [{ absent: true }] });
});

rule('4 a broken absence is 400', async () => {
  const { uid } = await begun();
  for (const body of [{ host: 'yes' }, { attendees: [{ email }] }, { nobody: true }]) {
    expect((await calcom.change(uid, 'mark-absent', body)).status).toBe(400);
  }
});

rule(
  '8.3 BOOKING_NO_SHOW_UPDATED tells of attendees under bookingUid, and nothing tells of an absent host',
  async () => {
    const { uid } = await begun();
    await calcom.change(uid, 'mark-absent', { host: true });
    expect(subscriber.triggers).toEqual(['BOOKING_CREATED']);

    await calcom.change(uid, 'mark-absent', marked(true));
    expect(subscriber.triggers).toEqual(['BOOKING_CREATED', 'BOOKING_NO_SHOW_UPDATED']);
    expect(JSON.parse(subscriber.received[1].raw).payload).toEqual({
      message: expect.any(String),
      bookingUid: uid,
      bookingId: expect.any(Number),
      attendees: [{ email, noShow: true }],
    });
  },
);

rule('web: the host marks who did not come', async () => {
  const { uid } = await begun();
  const { status, body } = await calcom.call('POST', `/sandbox/web/bookings/${uid}/mark-absent`, {
    body: marked(true),
  });
  expect([status, body.booking.attendees[0].absent]).toEqual([200, true]);
  expect(subscriber.triggers).toContain('BOOKING_NO_SHOW_UPDATED');
});
