import {
  bookerOf,
  bookingBody,
  CalcomFixture,
  EITHER,
  MEHMET,
  rule,
  seedWith,
  SOFIA,
  TUESDAY_ELEVEN,
  TUESDAY_TEN,
  withAttendee,
} from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const TUESDAY_NOON = '2026-11-24T11:00:00.000Z';
const either = (changes: Record<string, unknown> = {}) => calcom.book({ eventTypeId: EITHER, ...changes });
const hostOf = async (asked: ReturnType<typeof either>) => (await asked).body.data?.hosts[0].id;
const team = { teamId: 3001, scheduling: 'roundRobin' as const, hostIds: [MEHMET, SOFIA] };

rule('2.1 round robin takes the free host who was given a booking the longest time ago', async () => {
  expect(await hostOf(either())).toBe(MEHMET);
  expect(await hostOf(either({ start: TUESDAY_ELEVEN }))).toBe(SOFIA);
  await calcom.book({ start: TUESDAY_NOON });
  expect(await hostOf(either({ start: TUESDAY_NOON }))).toBe(SOFIA);
});

rule('2.1 a subset of hosts is heard where the event type allows it, and ignored elsewhere', async () => {
  expect(await hostOf(either({ rrHostSubsetIds: [SOFIA] }))).toBe(SOFIA);
  const taken = await either({ rrHostSubsetIds: [SOFIA], ...bookerOf('Anton') });
  expect([taken.status, taken.body.error.message]).toEqual([400, expect.stringMatching(/^One of the hosts/)]);
  expect(await hostOf(calcom.book({ rrHostSubsetIds: [SOFIA] }))).toBe(MEHMET);

  await calcom.restart({ seed: seedWith({ [EITHER]: { team } }) });
  expect(await hostOf(either({ rrHostSubsetIds: [SOFIA] }))).toBe(MEHMET);
});

rule('2.1 a subset that names no host of the event type counts as none', async () => {
  expect(await hostOf(either({ rrHostSubsetIds: [9999] }))).toBe(MEHMET);
});

rule(
  '2.1 a collective event type needs all its hosts: the first is the organiser, the others are attendees',
  async () => {
    await calcom.restart({ seed: seedWith({ [EITHER]: { team: { ...team, scheduling: 'collective' } } }) });
    const { hosts, attendees } = (await either()).body.data;
    expect(hosts).toMatchObject([{ id: MEHMET }]);
    expect(attendees).toMatchObject([{ name: 'Erika Muster' }, { email: 'sofia.brandt@salon-lindenhof.example' }]);
    expect((await calcom.book({ eventTypeId: 2003 })).status).toBe(400);
  },
);

rule('2.1 a hidden e-mail field overwrites the address where a phone number is sent', async () => {
  await calcom.restart({ seed: seedWith({ 2001: { emailHidden: true } }) });
  const { attendees } = (await calcom.book(withAttendee({ phoneNumber: '+4915112345678' }))).body.data;
  expect(attendees[0].email).toBe('4915112345678@sms.cal.com');
  const { body } = await calcom.book({ start: TUESDAY_ELEVEN });
  expect(body.data.attendees[0].email).toBe('erika@example.org');
});

rule('4 a host of round robin may change with a move, unless the event type keeps the host', async () => {
  const { uid } = (await either()).body.data;
  const moved = await calcom.reschedule(uid, { start: TUESDAY_ELEVEN });
  expect(moved.body.data.hosts[0].id).toBe(SOFIA);

  await calcom.restart({ seed: seedWith({ [EITHER]: { team: { ...team, rescheduleWithSameHost: true } } }) });
  const first = (await either()).body.data;
  expect(await hostOf(calcom.reschedule(first.uid, { start: TUESDAY_ELEVEN }))).toBe(MEHMET);
});

rule('4 a subset of hosts is heard in a move too', async () => {
  const { uid } = (await either()).body.data;
  expect(await hostOf(calcom.reschedule(uid, { start: TUESDAY_ELEVEN, rrHostSubsetIds: [MEHMET] }))).toBe(MEHMET);
});

rule('4 a move is refused in the words for individual event types, also for those of teams', async () => {
  const { uid } = (await either()).body.data;
  for (const name of ['Anton', 'Berta']) await either({ start: TUESDAY_ELEVEN, ...bookerOf(name) });
  const { status, body } = await calcom.reschedule(uid, { start: TUESDAY_ELEVEN });
  expect([status, body.error.message]).toEqual([
    400,
    'User either already has booking at this time or is not available',
  ]);
});

rule('4 moving to where the attendee already has a booking of round robin is answered with that one', async () => {
  const first = (await either()).body.data;
  const second = (await either({ start: TUESDAY_ELEVEN })).body.data;
  const { status, body } = await calcom.reschedule(first.uid, { start: TUESDAY_ELEVEN });
  expect([status, body.data.uid]).toEqual([201, second.uid]);
  expect((await calcom.get(first.uid)).body.data).toMatchObject({ status: 'accepted', start: TUESDAY_TEN });
});

rule('7.4 repeating a POST for round robin is answered 201 with the same booking', async () => {
  const first = await either();
  const again = await either({ metadata: { callbook_request_id: 'request-2' } });
  expect([again.status, again.body.data.uid]).toEqual([201, first.body.data.uid]);
  expect(again.body.data.metadata).toEqual(bookingBody.metadata);

  await calcom.cancel(first.body.data.uid);
  expect((await either()).body.data.uid).not.toBe(first.body.data.uid);
});

rule(
  '7.4 two callers who share an address and send no phone number get one booking, with phone numbers two',
  async () => {
    const placeholder = (name: string, phoneNumber?: string) =>
      withAttendee({ name, email: 'salon@example.org', phoneNumber });
    const first = (await either(placeholder('Anton'))).body.data;
    const second = (await either(placeholder('Berta'))).body.data;
    expect([second.uid, second.attendees[0].name]).toEqual([first.uid, 'Anton']);
    const third = (await either(placeholder('Berta', '+4915112345678'))).body.data;
    expect(third.uid).not.toBe(first.uid);
  },
);

rule('7.4 round robin has no lock: the same POST twice at one moment can be two bookings with two hosts', async () => {
  const on = { operation: 'create-booking' } as const;
  const answers = await calcom.overtaken(on, 'before-check', () => either());
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  const { bookings } = calcom.sandbox.world;
  expect(bookings.map(({ hostId }) => hostId)).toEqual([MEHMET, SOFIA]);
  expect(new Set(bookings.map(({ attendee }) => attendee.email)).size).toBe(1);
});
