import { CalcomFixture, rule, TUESDAY_ELEVEN, TUESDAY_TEN } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const lagging = (lagMs: number) => calcom.call('PUT', '/sandbox/reads', { body: { lagMs } });
const uidOf = async () => (await calcom.book()).body.data.uid as string;
const turn = () => new Promise((resolve) => setImmediate(resolve));

rule('3.4 reads and lists can lag behind what was written', async () => {
  await lagging(3_000);
  const uid = await uidOf();
  expect((await calcom.get(uid)).status).toBe(404);
  expect((await calcom.list('eventTypeId=2001')).body.data).toEqual([]);
  expect((await calcom.book()).status).toBe(400);

  calcom.clock.advance(3_000);
  expect((await calcom.list('eventTypeId=2001')).body.data).toMatchObject([{ uid, status: 'accepted' }]);
  await calcom.cancel(uid);
  expect((await calcom.get(uid)).body.data.status).toBe('accepted');
  calcom.clock.advance(3_000);
  expect((await calcom.get(uid)).body.data.status).toBe('cancelled');
});

rule('2.4 a booking that cannot be read back yet is a plain 500', async () => {
  await calcom.arm({ on: { operation: 'create-booking' }, effect: { kind: 'lag', ms: 1_000 } });
  const { status, body } = await calcom.book();
  expect([status, body]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
  expect((await calcom.list('eventTypeId=2001')).body.data).toHaveLength(1);
});

rule('4 whoever moves a booking that an old replica still shows in its place makes two of it', async () => {
  const uid = await uidOf();
  calcom.clock.advance(60_000);
  const first = (await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).body.data;
  await lagging(5_000);
  const second = await calcom.reschedule(uid, { start: '2026-11-24T12:00:00Z' });

  expect(second.status).toBe(201);
  await lagging(0);
  const live = (await calcom.list('status=upcoming')).body.data;
  expect(live).toHaveLength(2);
  expect(live.every(({ rescheduledFromUid }: { rescheduledFromUid: string }) => rescheduledFromUid === uid)).toBe(true);
  expect((await calcom.get(uid)).body.data.rescheduledToUid).toBe(first.uid);
});

rule('4 whoever cancels a booking that an old replica still shows alive is told by the engine', async () => {
  const uid = await uidOf();
  calcom.clock.advance(60_000);
  await calcom.cancel(uid);
  await lagging(5_000);
  expect((await calcom.cancel(uid)).body).toEqual({
    statusCode: 400,
    message: 'This booking has already been cancelled.',
  });
});

it('does not move a booking that was cancelled, whatever an old replica shows', async () => {
  const uid = await uidOf();
  calcom.clock.advance(60_000);
  await calcom.cancel(uid);
  await lagging(5_000);
  const { status, body } = await calcom.reschedule(uid, { start: TUESDAY_ELEVEN });
  expect([status, body.error.message]).toEqual([400, expect.stringContaining('because it has been cancelled')]);
});

rule('2.4 a booking can be written long after the client gave up', async () => {
  await calcom.arm({
    on: { operation: 'create-booking' },
    effect: { kind: 'late-insert', ms: 300, caller: 'disconnected' },
  });
  await expect(calcom.book()).rejects.toThrow('fetch failed');
  expect((await calcom.list('')).body.data).toEqual([]);
  while (calcom.sandbox.world.bookings.length === 0) await turn();
  expect(calcom.sandbox.ledger()).toMatchObject([
    { booking: { start: Date.parse(TUESDAY_TEN) }, request: { result: 'disconnected' } },
  ]);
});

it('can let one read lag, by chance, and the others not', async () => {
  const uid = await uidOf();
  await calcom.arm({ on: { operation: 'get-booking' }, effect: { kind: 'lag', ms: 60_000 }, times: null, chance: 0.5 });
  const statuses: number[] = [];
  for (let read = 0; read < 12; read++) statuses.push((await calcom.get(uid)).status);
  expect(new Set(statuses)).toEqual(new Set([200, 404]));
});

it('notes when a client that gave up closed its connection, and goes on', async () => {
  await calcom.arm({ on: {}, effect: { kind: 'delay', at: 'before-write', ms: 150 } });
  await expect(calcom.book({}, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  const [request] = calcom.sandbox.requests.all();
  while (request.result === null || request.abandonedAt === null) await turn();
  expect(request).toMatchObject({ result: { status: 201 }, bookingUid: calcom.sandbox.world.bookings[0].uid });
});

it('can lie: 400 or 409 although the booking was made', async () => {
  const effect = (status: number) => ({ kind: 'answer', at: 'written', status }) as const;
  await calcom.arm({ on: {}, effect: effect(400) });
  expect((await calcom.book()).body.error.message).toContain('User either already has booking');
  await calcom.arm({ on: {}, effect: effect(409) });
  expect((await calcom.book({ start: TUESDAY_ELEVEN })).body).toEqual({
    statusCode: 409,
    message: 'booking_conflict_error',
  });
  expect(calcom.sandbox.world.bookings).toHaveLength(2);
});

it('refuses settings of reads that it does not know', async () => {
  for (const body of [{ lagMs: -1 }, { lagMs: 'long' }, { lag: 3 }, []]) {
    expect((await calcom.call('PUT', '/sandbox/reads', { body })).status).toBe(400);
  }
  expect((await calcom.call('GET', '/sandbox/reads')).body).toMatchObject({ lagMs: 0, slotsCacheMs: 0 });
});

it('tells in its ledger who changed what, and when', async () => {
  const uid = await uidOf();
  calcom.clock.advance(60_000);
  const moved = (await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).body.data.uid;
  await calcom.sandbox.people.cancel(moved);
  const { bookings } = (await calcom.call('GET', '/sandbox/ledger')).body;

  expect(bookings).toMatchObject([
    {
      uid,
      bookedBy: { request: 1 },
      request: { body: { metadata: { callbook_request_id: 'request-1' } }, result: { status: 201 } },
      changes: [
        { number: 1, at: '2026-11-23T08:00:00.000Z', what: 'booked', by: { request: 1 }, status: 'ACCEPTED' },
        { number: 2, at: '2026-11-23T08:01:00.000Z', what: 'moved', by: { request: 2 }, status: 'CANCELLED' },
      ],
    },
    {
      uid: moved,
      bookedBy: { request: 2 },
      request: { number: 2, operation: 'reschedule-booking' },
      changes: [
        { number: 3, what: 'booked', by: { request: 2 } },
        { number: 4, what: 'cancelled', by: { person: 'mehmet.kaya@salon-lindenhof.example' } },
      ],
    },
  ]);
});
