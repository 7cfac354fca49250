import { type CalcomSandbox, type FaultEffect, sandboxSeed, startCalcomSandbox } from '@callbook/sandbox';
import { CalcomClient, type CalcomRefused, type CreateBookingInput } from '../src';

const DAMENHAARSCHNITT = 2002;
const ERSTGESPRAECH = 2101;
const BARTPFLEGE_OF_THE_TEAM = 2051;
const MEHMET = 1002;

let sandbox: CalcomSandbox;
let client: CalcomClient;
beforeEach(async () => {
  sandbox = await startCalcomSandbox({ port: 0 });
  client = clientWith(sandboxSeed.calcom.apiKeys[0].key);
});
afterEach(async () => {
  client.close();
  await sandbox.close();
});

const clientWith = (apiKey: string) => new CalcomClient({ baseUrl: sandbox.url, apiKey, timeoutMs: 1_000 });

/** A Wednesday one to two weeks from now; nine o'clock UTC is morning in Berlin all year. */
function nextWednesday(): Date {
  const day = new Date(Date.now() + 7 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((3 - day.getUTCDay() + 7) % 7));
  day.setUTCHours(9, 0, 0, 0);
  return day;
}

const order = (more: Partial<CreateBookingInput> = {}): CreateBookingInput => ({
  eventTypeId: DAMENHAARSCHNITT,
  start: nextWednesday(),
  attendee: { name: 'Erika Muster', timeZone: 'Europe/Berlin', phoneNumber: '+4930123456', language: 'de' },
  metadata: { callbook_request_id: 'r1' },
  ...more,
});

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('expected a refusal')),
    (error: CalcomRefused) => error,
  );

const hostFault = (as: 'absent' | 'empty' | 'unknown'): FaultEffect => ({ kind: 'hosts', as });

describe('the client and a calendar that behaves like Cal.com', () => {
  it('book, read and find the same booking, with its host', async () => {
    const created = await client.createBooking(order());
    expect(created).toMatchObject({
      status: 'accepted',
      start: nextWednesday(),
      eventTypeId: DAMENHAARSCHNITT,
      host: { id: 1001, name: 'Anna Berger', email: 'anna.berger@salon-lindenhof.example', timeZone: 'Europe/Berlin' },
      attendees: [{ name: 'Erika Muster', email: '4930123456@sms.cal.com', phoneNumber: '+4930123456' }],
      metadata: { callbook_request_id: 'r1' },
    });
    expect((await client.getBooking(created.uid))?.raw).toEqual(created.raw);

    const window = { eventTypeIds: [DAMENHAARSCHNITT], afterStart: created.start, beforeEnd: created.end };
    expect((await client.listBookings(window)).map(({ raw }) => raw)).toEqual([created.raw]);
    expect(await client.listBookings({ ...window, eventTypeIds: [ERSTGESPRAECH] })).toEqual([]);
  });

  it('know nothing of a uid that was never given', async () => {
    expect(await client.getBooking('neverGiven')).toBeUndefined();
  });

  it.each<['absent' | 'empty' | 'unknown', string]>([
    ['absent', 'no_host'],
    ['empty', 'no_host'],
    ['unknown', 'sentinel_host'],
  ])('say why there is no host when hosts are %s; reading again shows it', async (as, hostMissing) => {
    sandbox.faults.arm({ on: { operation: 'create-booking' }, effect: hostFault(as) });
    const created = await client.createBooking(order());
    expect(created).toMatchObject({ host: null, hostMissing });
    expect(await client.getBooking(created.uid)).toMatchObject({ host: { id: 1001 }, hostMissing: null });
  });

  it('refuse the second booking of a slot, in Cal.com’s words', async () => {
    await client.createBooking(order());
    await expect(client.createBooking(order())).rejects.toMatchObject({
      name: 'CalcomRefused',
      status: 400,
      providerText: 'User either already has booking at this time or is not available',
    });
  });

  it.each<[string, FaultEffect, string]>([
    ['the connection is cut', { kind: 'disconnect', at: 'written' }, 'connection_lost'],
    ['no answer comes', { kind: 'silence', at: 'written' }, 'timeout'],
    ['Cal.com answers 500', { kind: 'answer', at: 'written', status: 500 }, 'server_error'],
    ['a gateway answers 504', { kind: 'answer', at: 'written', status: 504 }, 'server_error'],
  ])('leave unclear a booking after which %s; the list shows that it exists', async (_name, effect, reason) => {
    sandbox.faults.arm({ on: { operation: 'create-booking' }, effect });
    await expect(client.createBooking(order())).rejects.toMatchObject({ name: 'CalcomUnclear', reason });
    expect(await client.listBookings({ eventTypeIds: [DAMENHAARSCHNITT] })).toEqual([
      expect.objectContaining({ metadata: { callbook_request_id: 'r1' } }),
    ]);
  });

  it('leave a race for one slot unclear to the loser', async () => {
    sandbox.faults.arm({ on: {}, effect: { kind: 'delay', at: 'before-write', ms: 300 }, times: 2 });
    const outcomes = await Promise.allSettled([client.createBooking(order()), client.createBooking(order())]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'conflict' } });
  });

  it('cancel a booking, and are told the second time that it was done before', async () => {
    const { uid } = await client.createBooking(order());
    const cancelled = await client.cancelBooking(uid, { reason: 'The caller changed their mind' });
    expect(cancelled).toMatchObject({ uid, status: 'cancelled', cancellationReason: 'The caller changed their mind' });

    const again = await refusal(client.cancelBooking(uid, { reason: 'x' }));
    expect(again.providerText).toContain('because it has been cancelled already');
    expect(again.message).not.toContain(uid);
  });

  it('move a booking to a new uid, and are told the second time that it was done before', async () => {
    const { uid } = await client.createBooking(order());
    const start = new Date(nextWednesday().getTime() + 3_600_000);
    const moved = await client.rescheduleBooking(uid, { start, reason: 'The caller asked for it' });
    expect(moved).toMatchObject({ start, rescheduledFromUid: uid, metadata: { callbook_request_id: 'r1' } });
    expect(moved.uid).not.toBe(uid);
    expect(await client.getBooking(uid)).toMatchObject({ status: 'cancelled', rescheduledToUid: moved.uid });

    const again = await refusal(client.rescheduleBooking(uid, { start }));
    expect(again.providerText).toContain(`has been cancelled and rescheduled already to booking with uid=${moved.uid}`);
    expect(again.message).not.toContain(moved.uid);
  });

  it('offer what is free, until it is booked', async () => {
    const start = nextWednesday();
    const morning = { eventTypeId: DAMENHAARSCHNITT, start, end: new Date(start.getTime() + 3 * 3_600_000) };
    const before = await client.freeSlots(morning);
    expect(before).toContainEqual(start);
    await client.createBooking(order());
    expect(await client.freeSlots(morning)).toEqual(before.filter((free) => free.getTime() !== start.getTime()));
  });

  it('book and offer whom the caller wished for, where Cal.com takes a choice', async () => {
    const start = nextWednesday();
    const wish = { eventTypeId: BARTPFLEGE_OF_THE_TEAM, hostSubset: [MEHMET] };
    expect(await client.createBooking(order(wish))).toMatchObject({ host: { id: MEHMET } });
    const end = new Date(start.getTime() + 60_000);
    expect(await client.freeSlots({ ...wish, start, end })).toEqual([]);
    expect(await client.freeSlots({ eventTypeId: BARTPFLEGE_OF_THE_TEAM, start, end })).toEqual([start]);
  });

  it('name throttling and a wrong key as what they are', async () => {
    sandbox.faults.arm({ on: {}, effect: { kind: 'answer', at: 'arrived', status: 429 } });
    await expect(client.createBooking(order())).rejects.toMatchObject({ name: 'CalcomRateLimited', resetMs: 60_000 });

    const stranger = clientWith('cal_wrong');
    await expect(stranger.createBooking(order())).rejects.toMatchObject({ name: 'CalcomUnauthorized' });
    stranger.close();
    expect(sandbox.world.bookings).toEqual([]);
  });
});
