import { type ManualClock } from '../src';
import { CalcomFixture, TUESDAY_ELEVEN } from './calcom-fixture';
import { FakeSubscriber } from './fake-subscriber';

const calcom = new CalcomFixture();
const subscriber = new FakeSubscriber(calcom);
const clock: ManualClock = calcom.clock;

beforeEach(async () => {
  await subscriber.start();
  await calcom.start({ webhooks: [{ subscriberUrl: subscriber.url, secret: 'sandbox-webhook-secret' }] });
});
afterEach(async () => {
  await calcom.sandbox.close();
  await subscriber.stop();
});

const booked = async () => (await calcom.book()).body.data.uid as string;
const read = async (uid: string) => {
  const { status, body } = await calcom.get(uid);
  return body.data?.status ?? status;
};

describe('a webhook', () => {
  it('can come twice: the same payload, and before the answer', async () => {
    await calcom.armWebhook({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'twice' } });
    await booked();

    const [first, second] = subscriber.received;
    expect(second.payload).toEqual(first.payload);
    expect(subscriber.received).toHaveLength(2);
  });

  it('can come twice with a pause and another time of sending', async () => {
    await calcom.armWebhook({ on: {}, effect: { kind: 'twice', ms: 30 } });
    await booked();
    expect(subscriber.received).toHaveLength(1);
    clock.advance(30);
    await subscriber.count(2);
    expect(subscriber.received[1].createdAt > subscriber.received[0].createdAt).toBe(true);
  });

  it('can come late, after the answer and with the time it was made', async () => {
    await calcom.armWebhook({ on: {}, effect: { kind: 'late', ms: 30 } });
    await booked();
    expect(subscriber.received).toEqual([]);
    clock.advance(30);
    await subscriber.count(1);
    expect(subscriber.received[0].createdAt).toBe('2026-11-23T08:00:00.000Z');
  });

  it('can stay away, once or every time, of one trigger or one booking', async () => {
    await calcom.armWebhook({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'never' } });
    const first = await booked();
    const second = (await calcom.book({ start: TUESDAY_ELEVEN })).body.data.uid;
    expect(subscriber.triggers).toEqual(['BOOKING_CREATED']);

    await calcom.armWebhook({ on: { bookingUid: first }, effect: { kind: 'never' }, times: null });
    const moved = (await calcom.reschedule(first, { start: '2026-11-24T11:00:00Z' })).body.data.uid;
    await calcom.cancel(second);
    expect(subscriber.triggers).toEqual(['BOOKING_CREATED', 'BOOKING_CANCELLED']);
    await calcom.cancel(moved);
    expect(subscriber.triggers).toHaveLength(3);
  });

  it('can be overtaken by the next ones', async () => {
    await calcom.armWebhook({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'overtaken', by: 2 } });
    const uid = await booked();
    const moved = (await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).body.data.uid;
    expect(subscriber.triggers).toEqual(['BOOKING_RESCHEDULED']);
    await calcom.cancel(moved);
    expect(subscriber.triggers).toEqual(['BOOKING_RESCHEDULED', 'BOOKING_CANCELLED', 'BOOKING_CREATED']);
  });

  it('can come twice and late at once', async () => {
    await calcom.armWebhook({ on: {}, effect: { kind: 'late', ms: 10 } });
    await calcom.armWebhook({ on: {}, effect: { kind: 'twice' } });
    await booked();
    expect(subscriber.received).toEqual([]);
    await subscriber.count(2);
  });

  it('hits those of people as well', async () => {
    await calcom.armWebhook({ on: { eventTypeId: 2001 }, effect: { kind: 'never' } });
    const attendee = { name: 'Erika Muster', email: 'erika@example.org' };
    await calcom.sandbox.people.book({ eventTypeId: 2001, start: TUESDAY_ELEVEN, attendee });
    expect(subscriber.received).toEqual([]);
  });
});

describe('before the row changes', () => {
  const early = { kind: 'before-row', ms: 2_000 } as const;

  it('a cancelled booking is still read as accepted for the time that was set, by GET and list', async () => {
    const uid = await booked();
    await calcom.armWebhook({ on: { trigger: 'BOOKING_CANCELLED' }, effect: early });
    expect((await calcom.cancel(uid)).body.data.status).toBe('cancelled');

    clock.advance(1_999);
    expect(await read(uid)).toBe('accepted');
    expect((await calcom.list('status=upcoming')).body.data).toHaveLength(1);
    clock.advance(1);
    expect(await read(uid)).toBe('cancelled');
    expect((await calcom.list('status=upcoming')).body.data).toEqual([]);
  });

  it('a new booking is not there yet, neither for the subscriber nor in a list', async () => {
    await calcom.armWebhook({ on: {}, effect: early });
    const uid = await booked();

    expect(subscriber.received[0]).toMatchObject({ rowStatus: 'ACCEPTED', readStatus: 404 });
    expect(await read(uid)).toBe(404);
    expect((await calcom.list('')).body.data).toEqual([]);
    clock.advance(2_000);
    expect(await read(uid)).toBe('accepted');
    expect((await calcom.list('')).body.data).toHaveLength(1);
  });

  it('of a move neither half is seen', async () => {
    const uid = await booked();
    await calcom.armWebhook({ on: { trigger: 'BOOKING_RESCHEDULED', bookingUid: uid }, effect: early });
    const moved = (await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).body.data.uid;

    expect([await read(uid), await read(moved)]).toEqual(['accepted', 404]);
    clock.advance(2_000);
    expect([await read(uid), await read(moved)]).toEqual(['cancelled', 'accepted']);
  });

  it('the row itself can wait too, after its webhook', async () => {
    const uid = await booked();
    const on = { operation: 'cancel-booking' } as const;
    await calcom.arm({ on, effect: { kind: 'silence', at: 'before-write' } });
    await expect(calcom.cancel(uid, { cancellationReason: 'x' }, { signal: AbortSignal.timeout(200) })).rejects.toThrow(
      'timeout',
    );
    expect(subscriber.triggers).toContain('BOOKING_CANCELLED');
    expect(await read(uid)).toBe('accepted');
  });
});

describe('faults of webhooks', () => {
  it.each([
    [{ effect: { kind: 'thrice' } }, 'effect.kind'],
    [{ effect: { kind: 'late' } }, 'effect.ms'],
    [{ effect: { kind: 'overtaken', by: 0 } }, 'effect.by'],
    [{ on: { trigger: 'BOOKING_CONFIRMED' }, effect: { kind: 'never' } }, 'on.trigger'],
    [{ on: { operation: 'create-booking' }, effect: { kind: 'never' } }, 'on.operation'],
    [{ effect: { kind: 'never' }, chance: 2 }, 'chance'],
  ])('that are mistyped are refused: %j', async (fault, problem) => {
    const { status, body } = await calcom.call('POST', '/sandbox/webhook-faults', { body: fault });
    expect([status, body.problem]).toEqual([400, expect.stringContaining(problem)]);
  });

  it('are listed and disarmed by themselves, and a reset drops what is still to come', async () => {
    await calcom.armWebhook({ on: {}, effect: { kind: 'overtaken' }, times: null });
    await booked();
    expect((await calcom.call('GET', '/sandbox/webhook-faults')).body.faults).toMatchObject([{ id: 1, hits: 1 }]);
    await calcom.call('POST', '/sandbox/reset');
    expect((await calcom.call('GET', '/sandbox/webhook-faults')).body.faults).toEqual([]);
    await booked();
    expect(subscriber.received).toHaveLength(1);
  });
});

describe('subscriptions', () => {
  const put = (body: unknown) => calcom.call('PUT', '/sandbox/webhooks', { body });

  it('can be changed while it runs', async () => {
    expect((await put([])).body.webhooks).toEqual([]);
    await booked();
    expect(subscriber.received).toEqual([]);

    await put({ subscriberUrl: subscriber.url, secret: null });
    await calcom.book({ start: TUESDAY_ELEVEN });
    expect(subscriber.received[0].headers['x-cal-signature-256']).toBe('no-secret-provided');

    calcom.sandbox.subscribe([]);
    await calcom.book({ eventTypeId: 2011 });
    expect(subscriber.received).toHaveLength(1);
  });

  it('are one for each company where the address has :company in it', async () => {
    const url = subscriber.url.replace('salon-lindenhof', ':company');
    const { body } = await put({ subscriberUrl: url });
    expect(body.webhooks).toMatchObject([
      { subscriberUrl: url.replace(':company', 'salon-lindenhof'), signed: true, hostIds: [1001, 1002, 1003] },
      { subscriberUrl: url.replace(':company', 'praxis-am-markt'), signed: true, hostIds: [1101] },
    ]);
    await calcom.book();
    await calcom.book({ eventTypeId: 2101 });
    expect(subscriber.received.map(({ path }) => path)).toEqual([
      '/webhooks/calcom/salon-lindenhof',
      '/webhooks/calcom/praxis-am-markt',
    ]);
  });

  it.each([[{}], ['http://127.0.0.1:1'], [{ subscriberUrl: 'gateway' }], [{ subscriberUrl: 'http://x', secret: 1 }]])(
    'that are mistyped are refused: %j',
    async (body) => {
      expect((await put(body)).status).toBe(400);
      await booked();
      expect(subscriber.received).toHaveLength(1);
    },
  );
});
