import { bookingBody, CalcomFixture, rule, TUESDAY_TEN, withAttendee } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const oldBody = {
  start: TUESDAY_TEN,
  eventTypeId: 2001,
  timeZone: 'Europe/Berlin',
  language: 'de',
  metadata: { callbook_request_id: 'request-1' },
  responses: { name: 'Erika Muster', email: 'erika@example.org' },
};

rule('1 a bad credential fails with 401 even where none is needed', async () => {
  const { status, body } = await calcom.book({}, { key: 'cal_wrong' });

  expect(status).toBe(401);
  expect(body.error).toMatchObject({
    code: 'UnauthorizedException',
    message: 'ApiAuthStrategy - api key - Your api key is not valid',
  });
  expect(calcom.sandbox.world.bookings).toHaveLength(0);
});

rule('1 creating, reading and cancelling a booking need no credential', async () => {
  const { status, body } = await calcom.book({}, { key: null });
  expect(status).toBe(201);
  expect((await calcom.call('GET', `/v2/bookings/${body.data.uid}`, { key: null })).status).toBe(200);
  expect((await calcom.cancel(body.data.uid, {}, { key: null })).status).toBe(200);
});

rule('1 lists and the account need a credential', async () => {
  for (const path of ['/v2/bookings', '/v2/me']) {
    const { status, body } = await calcom.call('GET', path, { key: null });
    expect([path, status]).toEqual([path, 401]);
    expect(body.error.message).toContain('No authentication method provided');
  }
  expect((await calcom.call('GET', '/v2/event-types', { key: null, version: '2024-06-14' })).status).toBe(401);
});

rule('1 a missing or unknown version silently selects the 2024-04-15 controller', async () => {
  for (const [hour, version] of [
    ['09', null],
    ['10', '2099-01-01'],
    ['11', '2024-06-14'],
  ] as const) {
    const { status, body } = await calcom.book(
      {},
      { version, body: { ...oldBody, start: `2026-11-24T${hour}:00:00Z` } },
    );
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ startTime: `2026-11-24T${hour}:00:00.000Z`, status: 'ACCEPTED' });
    expect(body.data.user).toMatchObject({ id: 1002, name: 'Mehmet Kaya' });
    expect(body.data).not.toHaveProperty('hosts');
  }
  const uid = calcom.sandbox.world.bookings[0].uid;
  const { body } = await calcom.call('GET', `/v2/bookings/${uid}`, { version: null });
  expect(body.data).not.toHaveProperty('hosts');
});

rule('1 the later body sent to the 2024-04-15 controller is 400 with the fields in the details', async () => {
  const { status, body } = await calcom.book({}, { version: null });

  expect(status).toBe(400);
  expect(body.error.message).toBe('Bad Request Exception');
  expect(body.error.details.errors.map((error: { property: string }) => error.property)).toEqual(
    expect.arrayContaining(['timeZone', 'language', 'responses']),
  );
});

rule('1 the 2024-04-15 controller refuses with the bare words of the engine', async () => {
  await calcom.book({}, { version: null, body: oldBody });
  const { status, body } = await calcom.book({}, { version: null, body: oldBody });

  expect(status).toBe(400);
  expect(body.error.message).toBe('no_available_users_found_error');
});

rule('1 a known version that the route lacks is 404', async () => {
  const { status, body } = await calcom.book({}, { version: '2024-09-04' });
  expect(status).toBe(404);
  expect(body.error).toMatchObject({ code: 'NotFoundException', message: 'Cannot POST /v2/bookings' });

  const eventTypes = await calcom.call('GET', '/v2/event-types', { version: '2024-08-13' });
  expect(eventTypes.body.error.message).toBe('Cannot GET /v2/event-types');
});

rule('1 an ordinary booking is the same in 2024-08-13 and 2026-02-25', async () => {
  const created = await calcom.book({}, { version: '2024-08-13' });
  const uid = created.body.data.uid;
  const read = await calcom.call('GET', `/v2/bookings/${uid}`, { version: '2026-02-25' });
  expect(read.body).toEqual(created.body);

  await calcom.cancel(uid);
  const again = await calcom.book({}, { version: '2026-02-25' });
  expect(again.status).toBe(201);
  expect(again.body.data).toEqual({
    ...created.body.data,
    id: 500002,
    uid: expect.any(String),
    icsUid: expect.any(String),
  });
});

rule('1 allowConflicts and allowBookingOutOfBounds exist in 2026-02-25 only and count for owners only', async () => {
  const atNight = { start: '2026-11-24T23:00:00Z', allowConflicts: true };

  const unknown = await calcom.book(atNight, { version: '2024-08-13' });
  expect(unknown.body.error.message).toContain('property allowConflicts should not exist');
  const stranger = await calcom.book(atNight, { version: '2026-02-25', key: null });
  expect(stranger.body.error.message).toBe('User either already has booking at this time or is not available');
  const owner = await calcom.book(atNight, { version: '2026-02-25' });
  expect(owner.status).toBe(201);
});

rule('1 event types are answered in 2024-06-14 and grouped by owner before that', async () => {
  const { body } = await calcom.call('GET', '/v2/event-types?username=mehmet-kaya', { version: '2024-06-14' });
  expect(body.data[0]).toMatchObject({ id: 2001, slug: 'herrenhaarschnitt', lengthInMinutes: 30, ownerId: 1002 });

  const annas = await calcom.call('GET', '/v2/event-types?username=anna-berger', { version: '2024-06-14' });
  expect(annas.body.data.map(({ id }: { id: number }) => id)).toEqual([
    2002, 2004, 2011, 2023, 2031, 2041, 2061, 2062, 2064,
  ]);

  const old = await calcom.call('GET', '/v2/event-types', { version: null });
  expect(old.body.data.eventTypeGroups[0].eventTypes[0]).toMatchObject({ id: 2001, length: 30 });
});

rule('1 the account route and those of teams do not look at the version', async () => {
  for (const version of [null, '2024-08-13', '2024-09-04']) {
    const { status, body } = await calcom.call('GET', '/v2/me', { version });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ id: 1000, name: 'Callbook Sandbox' });
    expect((await calcom.call('GET', '/v2/teams', { version })).body.data).toMatchObject([{ id: 3001 }]);
    const ofTeam = await calcom.call('GET', '/v2/teams/3001/event-types', { version });
    expect(ofTeam.body.data).toMatchObject([{ id: 2051 }]);
  }
});

it('does not pretend to have what it does not simulate', async () => {
  const guests = await calcom.call('POST', '/v2/bookings/abc/guests', { body: { guests: [] } });
  expect(guests.status).toBe(501);
  expect(guests.body.error.code).toBe('SANDBOX_NOT_SIMULATED');
  expect((await calcom.list('', { version: '2026-05-01' })).status).toBe(501);

  const nowhere = await calcom.call('GET', '/v2/nowhere');
  expect(nowhere.status).toBe(404);
});

it('never gives the two shapes of a body to the wrong controller', async () => {
  const { status } = await calcom.book(
    {},
    { body: { ...bookingBody, ...withAttendee({}), timeZone: 'Europe/Berlin' } },
  );
  expect(status).toBe(400);
});
