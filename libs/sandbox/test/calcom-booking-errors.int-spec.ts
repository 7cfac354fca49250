import { sandboxSeed, type CalcomEventType } from '../src';
import {
  type Answer,
  bookerOf,
  bookingBody,
  CalcomFixture,
  EITHER,
  MEHMET,
  rule,
  seedWith,
  SOFIA,
  TUESDAY_ELEVEN,
  withAttendee,
} from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

/** Mehmet's half an hour with other settings. */
const withSettings = (settings: Partial<CalcomEventType>) => calcom.restart({ seed: seedWith({ 2001: settings }) });

/** Status and message, whatever the shape, and that nothing was written. */
async function refused(asked: Promise<Answer>): Promise<[status: number, message: string]> {
  const before = calcom.sandbox.world.bookings.length;
  const { status, body } = await asked;
  expect(calcom.sandbox.world.bookings).toHaveLength(before);
  return [status, body.error?.message ?? body.message];
}

/** Third shape: nothing around it. */
const bare = (statusCode: number, message: string) => ({ statusCode, message });

rule('7.2 a team event type of which no host is free is refused in words of its own', async () => {
  await calcom.book({ eventTypeId: EITHER, ...bookerOf('Anton') });
  await calcom.book({ eventTypeId: EITHER, ...bookerOf('Berta') });
  expect(await refused(calcom.book({ eventTypeId: EITHER }))).toEqual([
    400,
    'One of the hosts either already has booking at this time or is not available',
  ]);
});

rule('7.2 the limit per booker is refused, with the uid of a booking where moving is offered', async () => {
  const text = "Attendee with this email can't book because the maximum number of active bookings has been reached.";
  await withSettings({ maxActiveBookingsPerBooker: 1 });
  await calcom.book();
  expect(await refused(calcom.book({ start: TUESDAY_ELEVEN }))).toEqual([400, text]);
  expect((await calcom.book({ start: TUESDAY_ELEVEN, ...bookerOf('Anton') })).status).toBe(201);

  await withSettings({ maxActiveBookingsPerBooker: 1, offersReschedule: true });
  const { uid } = (await calcom.book()).body.data;
  expect(await refused(calcom.book({ start: TUESDAY_ELEVEN }))).toEqual([
    400,
    `${text} You can reschedule your existing booking (${uid}) to a new timeslot instead.`,
  ]);
  const moved = await calcom.reschedule(uid, { start: TUESDAY_ELEVEN });
  expect(moved.status).toBe(201);
  await calcom.cancel(moved.body.data.uid);
  expect((await calcom.book({ start: TUESDAY_ELEVEN })).status).toBe(201);
});

rule('7.2 a phone number that the event type asks for is missed', async () => {
  await withSettings({ phoneRequired: true });
  expect(await refused(calcom.book())).toEqual([
    400,
    'Missing attendee phone number - it is required by the event type. Pass it as "attendee.phoneNumber" string in the request.',
  ]);
  expect((await calcom.book(withAttendee({ phoneNumber: '+4915112345678' }))).status).toBe(201);
});

rule('7.2 a missing, unknown or wrongly typed answer to a booking field is refused', async () => {
  await withSettings({
    bookingFields: [
      { slug: 'hair', type: 'select', required: true, options: ['short', 'long'] },
      { slug: 'remarks', type: 'text' },
    ],
  });
  const answering = (bookingFieldsResponses: unknown) => refused(calcom.book({ bookingFieldsResponses }));
  expect(await answering({})).toEqual([
    400,
    expect.stringContaining('Missing required booking field response: hair - '),
  ]);
  expect(await answering({ hair: 'none' })).toEqual([
    400,
    "Invalid option 'none' for booking field 'hair'. Allowed options are: short, long.",
  ]);
  expect(await answering({ hair: 'long', remarks: 7 })).toEqual([
    400,
    "Invalid type for booking field 'remarks'. Expected type string (compatible with field type 'text'), but received number.",
  ]);
  expect((await calcom.book({ bookingFieldsResponses: { hair: 'long' } })).status).toBe(201);
});

rule('7.2 a length is refused where there is only one, and where it is not among several', async () => {
  expect(await refused(calcom.book({ lengthInMinutes: 30 }))).toEqual([
    400,
    expect.stringContaining(
      "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths.",
    ),
  ]);
  await withSettings({ lengthOptions: [30, 45] });
  expect(await refused(calcom.book({ lengthInMinutes: 60 }))).toEqual([
    400,
    "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: 30, 45",
  ]);
  expect((await calcom.book({ lengthInMinutes: 45 })).body.data.duration).toBe(45);
});

rule('7.2 a location is refused unless the event type offers it', async () => {
  await withSettings({ otherLocations: ['attendeePhone'] });
  expect(await refused(calcom.book({ location: { type: 'integration', integration: 'zoom' } }))).toEqual([
    400,
    'Booking location with type integration not valid for event type with id=2001',
  ]);
  const { body } = await calcom.book({ location: { type: 'attendeePhone', phone: '+4915112345678' } });
  expect(body.data.location).toBe('+4915112345678');
});

rule('7.2 a malformed request is 400 in the first shape', async () => {
  const wrong: [Record<string, unknown>, string][] = [
    [withAttendee({ email: undefined }), 'Attendee must have at least one contact method (email or phone number)'],
    [withAttendee({ phoneNumber: '0151' }), 'Invalid phone number format. Please use international format.'],
    [withAttendee({ email: 'erika' }), 'Invalid email format'],
    [{ metadata: { key: null } }, 'metadata must be an object with up to 50 keys'],
    [{ reservedSlotUid: 'x' }, 'reservedSlotUid property is wrong,property reservedSlotUid should not exist '],
  ];
  for (const [changes, text] of wrong) {
    expect(await refused(calcom.book(changes))).toEqual([400, expect.stringContaining(text)]);
  }
});

rule('7.2 a managed parent cannot be booked', async () => {
  await withSettings({ managedParent: true });
  expect(await refused(calcom.book())).toEqual([
    400,
    expect.stringContaining("Event type with id=2001 is the parent managed event type that can't be booked."),
  ]);
});

rule('7.2 an address that must be verified needs its code', async () => {
  await withSettings({ emailVerificationCode: '123456' });
  expect((await calcom.book()).body).toEqual(bare(400, 'email_verification_required'));
  expect((await calcom.book({ emailVerificationCode: '1' })).body).toEqual(bare(400, 'invalid_verification_code'));
  expect((await calcom.book({ emailVerificationCode: '123456' })).status).toBe(201);
});

rule('7.2 a length that does not fit is 400 in the third shape', async () => {
  const { attendee, start, metadata } = bookingBody;
  const old = { start, eventTypeId: 2001, timeZone: attendee.timeZone, language: 'de', metadata, responses: attendee };
  const until = (end: string) => calcom.call('POST', '/v2/bookings', { version: null, body: { ...old, end } });
  expect((await until('2026-11-24T10:00:00Z')).body).toEqual(bare(400, 'Invalid event length'));
  expect((await until('2026-11-24T09:30:00Z')).status).toBe(201);
});

rule('7.2 an event type that requires authentication is 401 without and 403 with a strange credential', async () => {
  const [first] = sandboxSeed.calcom.apiKeys;
  const stranger = { ...first, key: 'cal_stranger', hostIds: [] };
  await calcom.restart({ seed: seedWith({ 2001: { requiresAuthentication: true } }, { apiKeys: [first, stranger] }) });
  expect(await refused(calcom.book({}, { key: null }))).toEqual([
    401,
    expect.stringMatching(/^checkBookingRequiresAuthentication - request must be authenticated/),
  ]);
  expect(await refused(calcom.book({}, { key: stranger.key }))).toEqual([
    403,
    expect.stringMatching(/^checkBookingRequiresAuthentication - user is not authorized/),
  ]);
  expect((await calcom.book()).status).toBe(201);
});

rule('7.2 a limit of bookings and a blocked address are 403 in the third shape', async () => {
  await calcom.restart({ seed: seedWith({ 2001: { bookingsPerDay: 1 } }, { blockedEmails: ['anton@example.org'] }) });
  expect((await calcom.book(bookerOf('Anton'))).body).toEqual(
    bare(403, 'Cannot use this email to create the booking.'),
  );
  const { uid } = (await calcom.book()).body.data;
  const limited = await calcom.book({ start: TUESDAY_ELEVEN });
  expect([limited.status, limited.body]).toEqual([403, bare(403, 'booking_limit_reached')]);
  expect((await calcom.book({ start: '2026-11-25T09:00:00Z' })).status).toBe(201);
  expect((await calcom.reschedule(uid, { start: TUESDAY_ELEVEN })).status).toBe(201);
});

rule('7.2 an event type whose hosts are all blocked is 404 in the third shape', async () => {
  const hosts = sandboxSeed.calcom.hosts.map((host) => ({ ...host, blocked: host.id === MEHMET }));
  await calcom.restart({ seed: seedWith({}, { hosts }) });
  expect((await calcom.book()).body).toEqual(bare(404, 'eventTypeUser.notFound'));
  const { body } = await calcom.book({ eventTypeId: EITHER });
  expect(body.data.hosts[0].id).toBe(SOFIA);
});

rule('7.2 an event type is named by slug and team too', async () => {
  const named = { eventTypeId: undefined, eventTypeSlug: 'bartpflege', teamSlug: 'salon-lindenhof' };
  expect((await calcom.book(named)).body.data.eventTypeId).toBe(EITHER);
  expect(await refused(calcom.book({ ...named, eventTypeSlug: 'massage' }))).toEqual([
    404,
    'Event type with slug massage belonging to team salon-lindenhof not found.',
  ]);
  expect(await refused(calcom.book({ ...named, teamSlug: 'nobody' }))).toEqual([
    404,
    'Team with slug nobody not found',
  ]);
});

rule('7.2 a seated event type whose seat is taken is 409 in the first shape', async () => {
  await withSettings({ seats: 1 });
  expect((await calcom.book()).body.data.seatUid).toEqual(expect.any(String));
  const { status, body } = await calcom.book(bookerOf('Anton'));
  expect([status, body.error.code]).toEqual([409, 'ConflictException']);
  expect(body.error.message).toBe('No more seats left at this seated booking.');
});

rule('7.2 a team event type without hosts is 422', async () => {
  const team = { teamId: 3001, scheduling: 'roundRobin', hostIds: [] } as const;
  await calcom.restart({ seed: seedWith({ [EITHER]: { team: { ...team, hostIds: [] } } }) });
  expect(await refused(calcom.book({ eventTypeId: EITHER }))).toEqual([
    422,
    "Can't book this team event type because it has no hosts. Please, add at least 1 host to event type with id=2051 belonging to team with id=3001 and try again.",
  ]);
});

rule('7.2 some hosts of a collective event type are not free: a bare 500 that means taken', async () => {
  const team = { teamId: 3001, scheduling: 'collective' as const, hostIds: [MEHMET, SOFIA] };
  await calcom.restart({ seed: seedWith({ [EITHER]: { team } }) });
  await calcom.book({ eventTypeId: 2003 });
  const both = await calcom.book({ eventTypeId: EITHER });
  expect(both.body).toEqual(bare(500, 'Internal server error'));
  expect(calcom.sandbox.world.bookings).toHaveLength(1);

  await calcom.book();
  expect((await calcom.book({ eventTypeId: EITHER })).body.error.message).toContain('One of the hosts');
});

rule('7.2 a booker taken for spam gets a bare 500, and there is no booking', async () => {
  await calcom.restart({ seed: seedWith({}, { spamEmails: ['erika@example.org'] }) });
  expect((await calcom.book()).body).toEqual(bare(500, 'Internal server error'));
  expect(calcom.sandbox.world.bookings).toEqual([]);
});

rule('7.2 an expired key is 401 in words of its own', async () => {
  const [first] = sandboxSeed.calcom.apiKeys;
  await calcom.restart({ seed: seedWith({}, { apiKeys: [{ ...first, expired: true }] }) });
  expect(await refused(calcom.book())).toEqual([401, 'ApiAuthStrategy - api key - Your api key is expired']);
});
