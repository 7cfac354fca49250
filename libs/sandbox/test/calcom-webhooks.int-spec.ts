import { createHmac } from 'node:crypto';
import { CalcomFixture, EITHER, MEHMET, rule, seedWith, SOFIA, TUESDAY_ELEVEN, withAttendee } from './calcom-fixture';
import { FakeSubscriber } from './fake-subscriber';

const calcom = new CalcomFixture();
const subscriber = new FakeSubscriber(calcom);

beforeEach(() => subscriber.start());
afterEach(async () => {
  await calcom.sandbox.close();
  await subscriber.stop();
});

const startSubscribed = () =>
  calcom.start({ webhooks: [{ subscriberUrl: subscriber.url, secret: 'sandbox-webhook-secret' }] });

/** Anna confirms these herself. */
const toBeConfirmed = { eventTypeId: 2031 };

rule('2.4 BOOKING_CREATED can arrive before the POST answers', async () => {
  await startSubscribed();
  await calcom.book();
  // The answer is here, so whatever came before it is here as well.
  expect(subscriber.received).toHaveLength(1);
  expect(subscriber.received[0]).toMatchObject({ rowStatus: 'ACCEPTED', readStatus: 'accepted' });
});

rule('8.2 the raw body is signed with the secret, and there is no delivery id', async () => {
  await startSubscribed();
  await calcom.book();

  const [{ raw, headers }] = subscriber.received;
  const signature = createHmac('sha256', 'sandbox-webhook-secret').update(raw).digest('hex');
  expect(headers['x-cal-signature-256']).toBe(signature);
  expect(headers['x-cal-webhook-version']).toBe('2021-10-20');
  expect(Object.keys(JSON.parse(raw))).toEqual(['triggerEvent', 'createdAt', 'payload']);
});

rule('8.2 without a secret the signature is a fixed text', async () => {
  await calcom.start({ webhooks: [{ subscriberUrl: subscriber.url }] });
  await calcom.book();
  expect(subscriber.received[0].headers['x-cal-signature-256']).toBe('no-secret-provided');
});

rule('8.3 BOOKING_CREATED names the organizer, not hosts, and carries the metadata', async () => {
  await startSubscribed();
  await calcom.book(withAttendee({ phoneNumber: '+4915112345678' }));

  const { triggerEvent, payload } = subscriber.received[0];
  expect(triggerEvent).toBe('BOOKING_CREATED');
  expect(payload).toMatchObject({
    type: 'herrenhaarschnitt',
    startTime: '2026-11-24T09:00:00Z',
    endTime: '2026-11-24T09:30:00Z',
    organizer: { id: 1002, name: 'Mehmet Kaya', timeZone: 'Europe/Berlin', utcOffset: 60 },
    attendees: [{ name: 'Erika Muster', firstName: 'Erika', lastName: 'Muster', phoneNumber: '+4915112345678' }],
    metadata: { callbook_request_id: 'request-1' },
    status: 'ACCEPTED',
    eventTypeId: 2001,
    bookingId: 500001,
    iCalSequence: 0,
  });
  expect(payload).not.toHaveProperty('hosts');
});

rule('8.3 of a team event type the team is told, and the hosts beside the organizer as its members', async () => {
  await startSubscribed();
  await calcom.book({ eventTypeId: EITHER });
  expect(subscriber.received[0].payload).toMatchObject({
    schedulingType: 'ROUND_ROBIN',
    organizer: { id: MEHMET },
    team: { id: 3001, members: [] },
  });
  await calcom.sandbox.close();

  const team = { teamId: 3001, scheduling: 'collective' as const, hostIds: [MEHMET, SOFIA] };
  await calcom.start({ seed: seedWith({ [EITHER]: { team } }), webhooks: [{ subscriberUrl: subscriber.url }] });
  await calcom.book({ eventTypeId: EITHER });
  expect(subscriber.received[1].payload).toMatchObject({
    schedulingType: 'COLLECTIVE',
    team: { members: [{ id: SOFIA }] },
  });
});

rule('8.3 BOOKING_CANCELLED is sent before the row changes and without metadata', async () => {
  await startSubscribed();
  const { uid } = (await calcom.book()).body.data;
  await calcom.cancel(uid);

  const { triggerEvent, payload } = subscriber.received[1];
  expect(triggerEvent).toBe('BOOKING_CANCELLED');
  expect(payload).toMatchObject({
    uid,
    status: 'CANCELLED',
    cancellationReason: 'Kundin ist krank',
    cancelledBy: 'sandbox@callbook.example',
    requestReschedule: false,
    iCalSequence: 1,
  });
  expect(payload).not.toHaveProperty('metadata');
  expect(subscriber.received[1]).toMatchObject({ rowStatus: 'ACCEPTED', readStatus: 'accepted' });
});

rule('8.3 BOOKING_RESCHEDULED is about the new booking, and nothing tells of the old one', async () => {
  await startSubscribed();
  const old = (await calcom.book()).body.data;
  const rescheduledBy = 'erika@example.org';
  const { data } = (await calcom.reschedule(old.uid, { start: TUESDAY_ELEVEN, rescheduledBy })).body;

  expect(subscriber.triggers).toEqual(['BOOKING_CREATED', 'BOOKING_RESCHEDULED']);
  expect(subscriber.received[1].payload).toMatchObject({
    uid: data.uid,
    bookingId: data.id,
    startTime: '2026-11-24T10:00:00Z',
    endTime: '2026-11-24T10:30:00Z',
    rescheduleUid: old.uid,
    rescheduleId: old.id,
    rescheduleStartTime: '2026-11-24T09:00:00Z',
    rescheduleEndTime: '2026-11-24T09:30:00Z',
    rescheduledBy,
    metadata: { callbook_request_id: 'request-1' },
    status: 'ACCEPTED',
    iCalUID: subscriber.received[0].payload.iCalUID,
    iCalSequence: 1,
  });
  expect(subscriber.received[1]).toMatchObject({ rowStatus: 'ACCEPTED', readStatus: 'accepted' });
});

rule('8.3 BOOKING_REQUESTED tells of a booking that waits for confirmation, also of a moved one', async () => {
  await startSubscribed();
  const old = (await calcom.book(toBeConfirmed)).body.data;
  await calcom.reschedule(old.uid, { start: TUESDAY_ELEVEN });

  expect(subscriber.triggers).toEqual(['BOOKING_REQUESTED', 'BOOKING_REQUESTED']);
  const [requested, moved] = subscriber.received.map(({ payload }) => payload);
  const metadata = { callbook_request_id: 'request-1' };
  expect(requested).toMatchObject({ uid: old.uid, status: 'PENDING', requiresConfirmation: true, metadata });
  expect(requested).not.toHaveProperty('rescheduleUid');
  expect(moved).toMatchObject({ status: 'PENDING', rescheduleUid: old.uid, startTime: '2026-11-24T10:00:00Z' });
});

rule('8.3 confirming sends BOOKING_CREATED without the metadata of the booking', async () => {
  await startSubscribed();
  const { uid } = (await calcom.book(toBeConfirmed)).body.data;
  await calcom.change(uid, 'confirm');

  expect(subscriber.triggers).toEqual(['BOOKING_REQUESTED', 'BOOKING_CREATED']);
  const { payload } = subscriber.received[1];
  expect(payload).toMatchObject({ uid, status: 'ACCEPTED' });
  expect(payload.metadata).toEqual({});
});

rule('8.3 BOOKING_REJECTED has the reason, milliseconds and no metadata', async () => {
  await startSubscribed();
  const { uid } = (await calcom.book(toBeConfirmed)).body.data;
  await calcom.change(uid, 'decline', { reason: 'Urlaub' });

  const { triggerEvent, payload } = subscriber.received[1];
  expect([triggerEvent, payload.status, payload.rejectionReason]).toEqual(['BOOKING_REJECTED', 'REJECTED', 'Urlaub']);
  expect(payload.startTime).toBe('2026-11-24T09:00:00.000Z');
  expect(payload).not.toHaveProperty('metadata');
});

rule('8.5 one attempt only, and a failing subscriber does not fail the booking', async () => {
  await startSubscribed();
  subscriber.answerWith = 500;
  expect((await calcom.book()).status).toBe(201);
  expect(subscriber.received).toHaveLength(1);

  await calcom.sandbox.close();
  await calcom.start({ webhooks: [{ subscriberUrl: 'http://127.0.0.1:1' }] });
  expect((await calcom.book()).status).toBe(201);
});
