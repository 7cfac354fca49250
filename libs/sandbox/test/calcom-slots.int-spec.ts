import { CalcomFixture, EITHER, MEHMET, rule, seedWith, SOFIA, TUESDAY_TEN } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const TUESDAY = 'start=2026-11-24&end=2026-11-24';
/** Between ten and eleven in Berlin. */
const AROUND_TEN = 'start=2026-11-24T09:00:00Z&end=2026-11-24T09:45:00Z';
const day = (body: { data: Record<string, { start: string }[]> }, date = '2026-11-24') =>
  (body.data[date] ?? []).map(({ start }) => start);

rule('5 slots are listed by day, in the time zone that was asked for', async () => {
  const inUtc = await calcom.slots(`eventTypeId=2001&${TUESDAY}`, { key: null });
  expect([inUtc.status, Object.keys(inUtc.body.data)]).toEqual([200, ['2026-11-24']]);
  expect(day(inUtc.body)).toHaveLength(19);
  expect(day(inUtc.body)[0]).toBe('2026-11-24T08:00:00.000Z');

  const there = await calcom.slots(`eventTypeId=2001&${TUESDAY}&timeZone=Asia/Tokyo`);
  expect(Object.keys(there.body.data)).toEqual(['2026-11-24', '2026-11-25']);
  expect(day(there.body)[0]).toBe('2026-11-24T17:00:00.000+09:00');
});

rule('5 a booked slot is left out, and what overlaps it', async () => {
  await calcom.book({ start: '2026-11-24T09:15:00Z' });
  expect(day((await calcom.slots(`eventTypeId=2001&${AROUND_TEN}`)).body)).toEqual([]);
});

rule('5 format=range names the end too', async () => {
  const { body } = await calcom.slots(`eventTypeId=2001&${AROUND_TEN}&format=range`);
  expect(body.data['2026-11-24'][0]).toEqual({ start: TUESDAY_TEN, end: '2026-11-24T09:30:00.000Z' });
});

rule('5 without a free slot the answer is an empty object', async () => {
  const monday = await calcom.slots('eventTypeId=2001&start=2026-11-23&end=2026-11-23');
  expect([monday.status, monday.body]).toEqual([200, { status: 'success', data: {} }]);
});

rule('5 midnight as the end means the whole day', async () => {
  const { body } = await calcom.slots('eventTypeId=2001&start=2026-11-24T00:00:00Z&end=2026-11-25T00:00:00Z');
  expect(Object.keys(body.data)).toEqual(['2026-11-24', '2026-11-25']);
});

rule('5 a slot of round robin is one of any host, and no host is named', async () => {
  await calcom.book();
  const { body } = await calcom.slots(`eventTypeId=${EITHER}&${AROUND_TEN}`);
  expect(body.data['2026-11-24'][0]).toEqual({ start: TUESDAY_TEN });
});

rule('5 a subset of hosts has only their slots', async () => {
  await calcom.book();
  const of = async (id: number) =>
    day((await calcom.slots(`eventTypeId=${EITHER}&${AROUND_TEN}&rrHostSubsetIds=${id}`)).body);
  expect(await of(MEHMET)).toEqual(['2026-11-24T09:30:00.000Z']);
  expect(await of(SOFIA)).toEqual([TUESDAY_TEN, '2026-11-24T09:30:00.000Z']);
});

rule('5 a collective event type has the slots in which every host is free', async () => {
  const team = { teamId: 3001, scheduling: 'collective' as const, hostIds: [MEHMET, SOFIA] };
  await calcom.restart({ seed: seedWith({ [EITHER]: { team } }) });
  await calcom.book();
  expect(day((await calcom.slots(`eventTypeId=${EITHER}&${AROUND_TEN}`)).body)).toEqual(['2026-11-24T09:30:00.000Z']);
});

rule('5 the booking that is to be moved does not stand in its own way', async () => {
  const { uid } = (await calcom.book()).body.data;
  const { body } = await calcom.slots(`eventTypeId=2001&${AROUND_TEN}&bookingUidToReschedule=${uid}`);
  expect(day(body)[0]).toBe(TUESDAY_TEN);
});

rule('5 one of several lengths may be asked for', async () => {
  await calcom.restart({ seed: seedWith({ 2001: { lengthOptions: [30, 60] } }) });
  const { body } = await calcom.slots(`eventTypeId=2001&${TUESDAY}&duration=60&format=range`);
  expect(body.data['2026-11-24'][0]).toEqual({ start: '2026-11-24T08:00:00.000Z', end: '2026-11-24T09:00:00.000Z' });
});

rule('5 minimum notice, booking window and the past have no slots', async () => {
  calcom.clock.set('2026-11-24T12:00:00Z');
  expect(day((await calcom.slots(`eventTypeId=2001&${TUESDAY}`)).body)[0]).toBe('2026-11-24T12:00:00.000Z');
  await calcom.restart({ seed: seedWith({ 2001: { minimumBookingNotice: 26 * 60, bookingWindowDays: 2 } }) });
  const { body } = await calcom.slots('eventTypeId=2001&start=2026-11-23&end=2026-11-30');
  expect(Object.keys(body.data)).toEqual(['2026-11-24', '2026-11-25']);
  expect(day(body)[0]).toBe('2026-11-24T10:00:00.000Z');
});

rule('5 an event type is named for slots as for booking', async () => {
  const named = await calcom.slots(`eventTypeSlug=bartpflege&teamSlug=salon-lindenhof&${AROUND_TEN}`);
  expect(day(named.body)).toHaveLength(2);
  const mehmets = await calcom.slots(`eventTypeSlug=herrenhaarschnitt&username=mehmet-kaya&${AROUND_TEN}`);
  expect(day(mehmets.body)).toHaveLength(2);
  const unknown = await calcom.slots(`eventTypeId=9999&${AROUND_TEN}`);
  expect([unknown.status, unknown.body.error.message]).toEqual([404, 'Event Type not found']);
});

rule('5 times that are missing or in the wrong order are 400', async () => {
  const turned = await calcom.slots('eventTypeId=2001&start=2026-11-25&end=2026-11-24T08:00:00Z');
  expect([turned.status, turned.body.error.message]).toEqual([
    400,
    "Invalid time range given - check the 'start' and 'end' query parameters.",
  ]);
  expect((await calcom.slots('eventTypeId=2001&start=2026-11-24')).status).toBe(400);
});

rule('5 a version before 2024-09-04 has the slots elsewhere and in the old shape', async () => {
  const version = '2024-08-13';
  expect((await calcom.slots(`eventTypeId=2001&${TUESDAY}`, { version })).body.error.message).toBe(
    'Cannot GET /v2/slots',
  );
  const old = 'eventTypeId=2001&startTime=2026-11-24T09:00:00Z&endTime=2026-11-24T09:45:00Z';
  const { body } = await calcom.call('GET', `/v2/slots/available?${old}`, { version });
  expect(body.data.slots['2026-11-24'][0]).toEqual({ time: TUESDAY_TEN });
  const range = await calcom.call('GET', `/v2/slots/available?${old}&slotFormat=range`, { version: null });
  expect(range.body.data.slots['2026-11-24'][0]).toEqual({
    startTime: TUESDAY_TEN,
    endTime: '2026-11-24T09:30:00.000Z',
  });
});

rule('5 the same question can be answered from a cache, and the slot is refused when it is booked', async () => {
  await calcom.call('PUT', '/sandbox/reads', { body: { slotsCacheMs: 10_000 } });
  const ask = async (more = '') => day((await calcom.slots(`eventTypeId=2001&${AROUND_TEN}${more}`)).body)[0];
  expect(await ask()).toBe(TUESDAY_TEN);
  await calcom.book();
  expect([await ask(), await ask('&format=time')]).toEqual([TUESDAY_TEN, '2026-11-24T09:30:00.000Z']);
  expect((await calcom.book()).status).toBe(400);
  calcom.clock.advance(10_000);
  expect(await ask()).toBe('2026-11-24T09:30:00.000Z');
});

it('answers every listed slot of every event type of the sample with a booking', async () => {
  for (const { id, team } of calcom.sandbox.world.seed.eventTypes) {
    const { body } = await calcom.slots(`eventTypeId=${id}&start=2026-11-24&end=2026-11-28`);
    const starts = Object.keys(body.data).flatMap((date) => day(body, date));
    expect(starts.length).toBeGreaterThan(5);
    const attendee = { name: 'Erika', email: `erika-${id}@example.org`, timeZone: 'Europe/Berlin' };
    const booked = await calcom.book({ eventTypeId: id, start: starts.at(-1), attendee });
    expect([id, booked.status]).toEqual([id, 201]);
    if (!team) continue;
    expect(booked.body.data.hosts[0].id).toBe(MEHMET);
  }
});
