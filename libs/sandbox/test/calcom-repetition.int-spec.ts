import { bookerOf, CalcomFixture, rule, TUESDAY_ELEVEN } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const toBeConfirmed = { eventTypeId: 2041 };
const count = () => calcom.sandbox.world.bookings.length;

rule('7.4 there is no idempotency key: a header of that name changes nothing', async () => {
  const headers = { 'idempotency-key': 'same', 'cal-api-version': '2024-08-13', 'content-type': 'application/json' };
  const attendee = { name: 'Erika Muster', email: 'erika@example.org', timeZone: 'Europe/Berlin' };
  const body = JSON.stringify({ start: TUESDAY_ELEVEN, eventTypeId: 2001, attendee });
  const post = async () => (await fetch(`${calcom.sandbox.url}/v2/bookings`, { method: 'POST', headers, body })).status;
  expect([await post(), await post()]).toEqual([201, 400]);
});

rule('7.4 what waits for confirmation has no lock: the same POST twice at one moment is two bookings', async () => {
  const on = { operation: 'create-booking' } as const;
  const answers = await calcom.overtaken(on, 'before-write', () => calcom.book(toBeConfirmed));
  expect(answers.map(({ status, body }) => [status, body.data.status])).toEqual([
    [201, 'pending'],
    [201, 'pending'],
  ]);
  expect(count()).toBe(2);
});

rule('7.4 a booking that was confirmed later holds its time, but not the lock', async () => {
  const owner = { version: '2026-02-25' };
  const first = (await calcom.book(toBeConfirmed)).body.data;
  await calcom.change(first.uid, 'confirm');
  expect((await calcom.book({ eventTypeId: 2011, start: first.start })).status).toBe(400);
  const second = (await calcom.book({ ...toBeConfirmed, ...bookerOf('Anton'), allowConflicts: true }, owner)).body.data;
  expect((await calcom.change(second.uid, 'confirm')).body.data.status).toBe('accepted');
});

rule('7.4 cancelling gives the lock back', async () => {
  const again = () => calcom.book({ allowConflicts: true }, { version: '2026-02-25' });
  const { uid } = (await calcom.book()).body.data;
  expect((await again()).status).toBe(409);
  await calcom.cancel(uid);
  expect((await again()).status).toBe(201);
});

rule('7.4 no two attempts share a uid', async () => {
  const uids = new Set<string>();
  for (let attempt = 0; attempt < 5; attempt++) {
    const { uid } = (await calcom.book()).body.data;
    uids.add(uid);
    await calcom.cancel(uid);
  }
  expect(uids.size).toBe(5);
});

rule('7.4 a refusal of a first attempt leaves no booking', async () => {
  const refused = [
    calcom.book({ metadata: { key: null } }),
    calcom.book({ eventTypeId: 9999 }),
    calcom.book({ start: '2026-11-20T09:00:00Z' }),
  ];
  expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([400, 404, 400]);
  expect(count()).toBe(0);
});

rule('7.4 a taken slot or a 409 on a second try may be our own booking', async () => {
  const on = { operation: 'create-booking' } as const;
  await calcom.arm({ on, effect: { kind: 'answer', at: 'written', status: 500 } });
  expect((await calcom.book()).status).toBe(500);
  expect((await calcom.book()).body.error.message).toContain('User either already has booking');
  const ours = (await calcom.list('eventTypeId=2001')).body.data;
  expect(ours).toMatchObject([{ metadata: { callbook_request_id: 'request-1' } }]);
});

rule('7.4 a 429 and a 401 leave no booking', async () => {
  await calcom.restart({ rateLimit: { limit: 1, windowMs: 60_000, blockMs: 60_000 } });
  expect((await calcom.book({}, { key: 'cal_wrong' })).status).toBe(401);
  await calcom.call('GET', '/v2/me');
  expect((await calcom.book()).status).toBe(429);
  expect(count()).toBe(0);
});

rule('7.4 after a 5xx, a time-out or a cut connection there may be a booking or none', async () => {
  const on = { operation: 'create-booking' } as const;
  for (const at of ['before-write', 'written'] as const) {
    await calcom.arm({ on, effect: { kind: 'answer', at, status: 502 } });
    expect((await calcom.book(bookerOf(at))).status).toBe(502);
  }
  expect(calcom.sandbox.world.bookings.map(({ attendee }) => attendee.name)).toEqual(['written']);
});
