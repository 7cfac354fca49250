import {
  bookingBody,
  CalcomFixture,
  rule,
  seedWith,
  TUESDAY_ELEVEN,
  TUESDAY_TEN,
  withAttendee,
} from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const TAKEN = 'User either already has booking at this time or is not available';
/** Anna confirms these herself. */
const toBeConfirmed = { eventTypeId: 2031 };

const booked = async (changes: Record<string, unknown> = {}) => (await calcom.book(changes)).body.data;
const data = async (uid: string) => (await calcom.get(uid)).body.data;

/** Status and message of a refused move. */
async function refused(uid: string, body: unknown): Promise<[number, string]> {
  const answer = await calcom.reschedule(uid, body);
  return [answer.status, answer.body.error.message];
}

rule('4 rescheduling answers 201 with a new booking under a new uid, and the old one is cancelled', async () => {
  const old = await booked();
  calcom.clock.advance(60_000);
  const { status, body } = await calcom.reschedule(old.uid, {
    start: TUESDAY_ELEVEN,
    rescheduledBy: 'erika@example.org',
    reschedulingReason: 'Zug verpasst',
  });

  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    status: 'accepted',
    start: TUESDAY_ELEVEN,
    end: '2026-11-24T10:30:00.000Z',
    rescheduledFromUid: old.uid,
    rescheduledByEmail: 'erika@example.org',
    reschedulingReason: 'Zug verpasst',
    createdAt: '2026-11-23T08:01:00.000Z',
    hosts: old.hosts,
  });
  expect(body.data.uid).not.toBe(old.uid);
  expect(body.data.id).not.toBe(old.id);
  expect(await data(old.uid)).toMatchObject({
    status: 'cancelled',
    start: TUESDAY_TEN,
    rescheduledToUid: body.data.uid,
    updatedAt: '2026-11-23T08:01:00.000Z',
  });
});

rule('4 duration, metadata, responses, attendee and icsUid carry over', async () => {
  const old = await booked({ eventTypeId: 2002, bookingFieldsResponses: { notes: 'Ansatz' } });
  const moved = (await calcom.reschedule(old.uid, { start: TUESDAY_ELEVEN })).body.data;

  expect(moved).toMatchObject({
    duration: 60,
    metadata: bookingBody.metadata,
    bookingFieldsResponses: { notes: 'Ansatz', name: 'Erika Muster' },
    attendees: old.attendees,
    icsUid: old.icsUid,
  });
});

rule('4 a move needs no credential, frees the old time and may overlap it', async () => {
  const old = await booked();
  const overlapping = { start: '2026-11-24T09:15:00Z' };
  expect((await calcom.reschedule(old.uid, overlapping, { key: null })).status).toBe(201);
  expect((await calcom.book({ start: '2026-11-24T08:45:00Z' })).status).toBe(201);
});

rule('4 rescheduling a cancelled booking is 400', async () => {
  const { uid } = await booked();
  await calcom.cancel(uid);
  expect(await refused(uid, { start: TUESDAY_ELEVEN })).toEqual([
    400,
    `Can't reschedule booking with uid=${uid} because it has been cancelled. Please provide uid of a booking that is not cancelled.`,
  ]);
});

rule('4 rescheduling again names the new uid', async () => {
  const { uid } = await booked();
  const moved = (await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).body.data;

  expect(await refused(uid, { start: TUESDAY_ELEVEN })).toEqual([
    400,
    `Can't reschedule booking with uid=${uid} because it has been cancelled and rescheduled already to booking with uid=${moved.uid}. You probably want to reschedule ${moved.uid} instead by passing it within the request URL.`,
  ]);
  expect((await calcom.reschedule(moved.uid, { start: TUESDAY_TEN })).body.data.rescheduledFromUid).toBe(moved.uid);
});

rule('4 rescheduling a rejected booking is 400', async () => {
  const { uid } = await booked(toBeConfirmed);
  await calcom.change(uid, 'decline');
  expect(await refused(uid, { start: TUESDAY_ELEVEN })).toEqual([400, expect.stringContaining(`uid=${uid}`)]);
});

rule('4 rescheduling an unknown uid is 404, with an unknown property or no start 400', async () => {
  expect(await refused('nowhere', { start: TUESDAY_ELEVEN })).toEqual([
    404,
    'Booking with uid=nowhere was not found in the database',
  ]);
  const { uid } = await booked();
  expect(await refused(uid, { start: TUESDAY_ELEVEN, reason: 'x' })).toEqual([
    400,
    expect.stringContaining('property reason should not exist'),
  ]);
  expect(await refused(uid, {})).toEqual([400, expect.stringContaining('start must be a valid ISO 8601 date string')]);
});

rule('4 a move is refused like a booking where the time cannot be had, and nothing changes', async () => {
  const { uid } = await booked();
  await calcom.book({ start: TUESDAY_ELEVEN, ...withAttendee({ name: 'Max' }) });

  expect(await refused(uid, { start: TUESDAY_ELEVEN })).toEqual([400, TAKEN]);
  expect(await refused(uid, { start: '2026-11-23T12:00:00Z' })).toEqual([400, TAKEN]);
  expect(await refused(uid, { start: '2026-11-20T09:00:00Z' })).toEqual([
    400,
    'Attempting to book a meeting in the past.',
  ]);
  expect(await data(uid)).toMatchObject({ status: 'accepted', start: TUESDAY_TEN });
});

rule('4 a move within the minimum notice is 403 for all but the host', async () => {
  const [first] = calcom.sandbox.world.seed.apiKeys;
  const mehmets = { ...first, key: 'cal_mehmet', user: { ...first.user, id: 1002 } };
  const settings = { 2001: { minimumRescheduleNotice: 26 * 60 } };
  await calcom.restart({ seed: seedWith(settings, { apiKeys: [first, mehmets] }) });
  const { uid } = await booked();
  const late = await calcom.reschedule(uid, { start: TUESDAY_ELEVEN });
  expect([late.status, late.body]).toEqual([
    403,
    { statusCode: 403, message: 'Rescheduling is not allowed within the minimum notice period before the event' },
  ]);
  expect((await calcom.reschedule(uid, { start: TUESDAY_ELEVEN }, { key: mehmets.key })).status).toBe(201);
});

rule('4 two that race to move one booking are both served', async () => {
  const { uid } = await booked();
  const on = { operation: 'reschedule-booking' } as const;
  const move = (start: string) => () => calcom.reschedule(uid, { start });
  const answers = await calcom.overtaken(on, 'before-write', move(TUESDAY_ELEVEN), move('2026-11-24T11:00:00Z'));

  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers.map(({ body }) => body.data.rescheduledFromUid)).toEqual([uid, uid]);
});

it('can move a booking though the caller is told 500, and the old uid then leads to the new one', async () => {
  const { uid } = await booked();
  const on = { operation: 'reschedule-booking', bookingUid: uid } as const;
  await calcom.arm({ on, effect: { kind: 'answer', at: 'written', status: 500 } });

  expect((await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).status).toBe(500);
  const { rescheduledToUid } = await data(uid);
  expect(await data(rescheduledToUid)).toMatchObject({ status: 'accepted', start: TUESDAY_ELEVEN });
  expect(calcom.sandbox.requests.of('reschedule-booking')).toMatchObject([{ bookingUid: rescheduledToUid }]);
});

rule('4 a booking that requires confirmation is pending, listed as unconfirmed, and holds no time', async () => {
  const { uid, status } = await booked(toBeConfirmed);

  expect(status).toBe('pending');
  expect((await calcom.list('status=unconfirmed')).body.data).toMatchObject([{ uid }]);
  expect((await calcom.list('status=upcoming')).body.data).toEqual([]);
  expect((await calcom.book({ eventTypeId: 2011 })).status).toBe(201);
});

rule('4 confirming and declining answer 200 and need a credential', async () => {
  const first = await booked(toBeConfirmed);
  const second = await booked({ ...toBeConfirmed, start: TUESDAY_ELEVEN });
  expect((await calcom.change(first.uid, 'confirm', undefined, { key: null })).status).toBe(401);

  const confirmed = await calcom.change(first.uid, 'confirm');
  expect([confirmed.status, confirmed.body.data.status]).toEqual([200, 'accepted']);
  expect(confirmed.body.data.metadata).toEqual(bookingBody.metadata);
  const declined = await calcom.change(second.uid, 'decline', { reason: 'Urlaub' });
  expect([declined.status, declined.body.data.status]).toEqual([200, 'rejected']);
});

rule('4 confirming what is accepted is 400 in the second shape', async () => {
  const { uid } = await booked(toBeConfirmed);
  await calcom.change(uid, 'confirm');
  const { status, body } = await calcom.change(uid, 'confirm');
  expect([status, body.error]).toEqual([400, { code: 'TRPCError', message: 'Booking already confirmed' }]);
});

rule('4 a moved booking waits for confirmation again, unless its host moves it', async () => {
  const first = await booked(toBeConfirmed);
  await calcom.change(first.uid, 'confirm');
  const byCustomer = (await calcom.reschedule(first.uid, { start: TUESDAY_ELEVEN })).body.data;
  expect(byCustomer.status).toBe('pending');

  const rescheduledBy = 'anna.berger@salon-lindenhof.example';
  const byHost = await calcom.reschedule(byCustomer.uid, { start: TUESDAY_TEN, rescheduledBy });
  expect(byHost.body.data.status).toBe('accepted');
});

rule('7.4 repeating a POST that waits for confirmation is answered 201 with the same booking', async () => {
  const first = await booked(toBeConfirmed);
  const again = await calcom.book({ ...toBeConfirmed, metadata: { callbook_request_id: 'request-2' } });

  expect([again.status, again.body.data.uid]).toEqual([201, first.uid]);
  expect(again.body.data.metadata).toEqual(bookingBody.metadata);
  const somebodyElse = await booked({ ...toBeConfirmed, ...withAttendee({ email: 'max@example.org' }) });
  expect(somebodyElse.uid).not.toBe(first.uid);
});
