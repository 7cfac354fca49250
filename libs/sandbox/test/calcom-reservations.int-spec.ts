import { CalcomFixture, EITHER, rule, seedWith, SOFIA, TUESDAY_ELEVEN, TUESDAY_TEN } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const ten = { eventTypeId: 2001, slotStart: TUESDAY_TEN };
const reserve = (body: object = ten, options = {}) => calcom.reservation('POST', '', body, options);
const offersTen = async (eventTypeId = 2001, more = '') => {
  const { body } = await calcom.slots(
    `eventTypeId=${eventTypeId}&start=2026-11-24T09:00:00Z&end=2026-11-24T09:15:00Z${more}`,
  );
  return body.data['2026-11-24'] !== undefined;
};

rule('5 a reservation hides the slot from everybody for five minutes', async () => {
  const { status, body } = await reserve(ten, { key: null });
  expect([status, body.data]).toEqual([
    201,
    {
      eventTypeId: 2001,
      slotStart: TUESDAY_TEN,
      slotEnd: '2026-11-24T09:30:00.000Z',
      slotDuration: 30,
      reservationUid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reservationDuration: 5,
      reservationUntil: '2026-11-23T08:05:00.000Z',
    },
  ]);
  expect(await offersTen()).toBe(false);
  calcom.clock.advance(5 * 60_000);
  expect(await offersTen()).toBe(true);
});

rule('5 booking neither asks for a reservation nor uses it up', async () => {
  const { reservationUid } = (await reserve()).body.data;
  const { uid } = (await calcom.book()).body.data;
  await calcom.cancel(uid);
  expect(await offersTen()).toBe(false);
  await calcom.reservation('DELETE', `/${reservationUid}`);
  expect(await offersTen()).toBe(true);
});

rule('5 a reservation is read, moved and deleted under its uid, without a credential', async () => {
  const { reservationUid: uid } = (await reserve()).body.data;
  const read = await calcom.reservation('GET', `/${uid}`, undefined, { key: null });
  expect(read.body.data).toMatchObject({ reservationUid: uid, reservationUntil: '2026-11-23T08:05:00.000Z' });
  expect(read.body.data).not.toHaveProperty('reservationDuration');

  const moved = await calcom.reservation('PATCH', `/${uid}`, { ...ten, slotStart: TUESDAY_ELEVEN });
  expect([moved.status, moved.body.data.slotStart]).toEqual([200, TUESDAY_ELEVEN]);
  expect(await offersTen()).toBe(true);

  expect((await calcom.reservation('DELETE', `/${uid}`)).body).toEqual({ status: 'success' });
  expect((await calcom.reservation('GET', `/${uid}`)).body).toEqual({ status: 'success', data: null });
  expect((await calcom.reservation('PATCH', `/${uid}`, ten)).body.error.message).toBe(`Slot with uid=${uid} not found`);
  expect((await calcom.reservation('DELETE', `/${uid}`)).status).toBe(200);
});

rule('5 a duration of its own needs a credential that may see the host', async () => {
  const long = { ...ten, reservationDuration: 30 };
  expect((await reserve(long, { key: null })).status).toBe(401);
  expect((await reserve(long)).body.data.reservationUntil).toBe('2026-11-23T08:30:00.000Z');
  const [first] = calcom.sandbox.world.seed.apiKeys;
  await calcom.restart({ seed: seedWith({}, { apiKeys: [{ ...first, hostIds: [] }] }) });
  expect((await reserve(long)).status).toBe(403);
});

rule('5 what is booked or reserved cannot be reserved', async () => {
  const message = async (body: object) => {
    const answer = await reserve(body);
    return [answer.status, answer.body.error.message];
  };
  await calcom.book();
  expect(await message(ten)).toEqual([422, "Can't reserve a slot if the event is already booked."]);
  const eleven = { ...ten, slotStart: TUESDAY_ELEVEN };
  await reserve(eleven);
  expect(await message(eleven)).toEqual([
    422,
    'This time slot is already reserved by another user. Please choose a different time.',
  ]);
  expect(await message({ ...ten, eventTypeId: 9999 })).toEqual([404, 'Event Type with ID=9999 not found']);
  expect(await message({ ...ten, slotDuration: 45 })).toEqual([
    400,
    "You passed 'slotDuration' but this event type is not a variable length event type.",
  ]);
});

rule('5 a team event type without hosts cannot be reserved', async () => {
  const team = { teamId: 3001, scheduling: 'roundRobin' as const, hostIds: [] };
  await calcom.restart({ seed: seedWith({ [EITHER]: { team } }) });
  const { status, body } = await reserve({ ...ten, eventTypeId: EITHER });
  expect([status, body.error.message]).toEqual([400, 'Cannot reserve a slot for a team event without any hosts']);
});

rule('5 a reservation of round robin stands for the first host and hides the slot of all', async () => {
  await reserve({ ...ten, eventTypeId: EITHER });
  expect(await offersTen(EITHER)).toBe(false);
  expect(await offersTen(EITHER, `&rrHostSubsetIds=${SOFIA}`)).toBe(false);
  expect([await offersTen(2001), await offersTen(2003)]).toEqual([false, true]);
});
