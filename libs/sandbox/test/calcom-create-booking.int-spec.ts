import { sandboxSeed } from '../src';
import { bookingBody, CalcomFixture, rule, TUESDAY_TEN, withAttendee } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

/** The message of a 400 in the first error shape; anything else fails the test. */
async function refusal(changes: Record<string, unknown>): Promise<string> {
  const { status, body } = await calcom.book(changes);
  expect([status, body.error?.code]).toEqual([400, 'BadRequestException']);
  return body.error.message;
}

rule('2.1 unknown properties are rejected with 400', async () => {
  expect(await refusal({ reservedSlotUid: 'x' })).toBe(
    'reservedSlotUid property is wrong,property reservedSlotUid should not exist ',
  );
  expect(await refusal(withAttendee({ phone: '+4915112345678' }))).toBe(
    'attendee property is wrong, phone property is wrong,property phone should not exist ',
  );
});

rule('2.1 start is required and an ISO 8601 date', async () => {
  expect(await refusal({ start: 'tomorrow at ten' })).toContain('start must be a valid ISO 8601 date string');
  expect(await refusal({ start: undefined })).toContain('start property is wrong');
});

rule('2.1 a start with an offset is the same instant as in UTC', async () => {
  const { body } = await calcom.book({ start: '2026-11-24T10:00:00+01:00' });
  expect(body.data.start).toBe(TUESDAY_TEN);
});

rule('2.1 the attendee needs a name and an IANA time zone', async () => {
  expect(await refusal({ attendee: undefined })).toContain('attendee should not be null or undefined');
  expect(await refusal(withAttendee({ name: undefined }))).toContain('name must be a string');
  expect(await refusal(withAttendee({ timeZone: 'Berlin' }))).toContain('timeZone must be a valid IANA time-zone');
});

rule('2.1 the attendee needs an e-mail address or a phone number', async () => {
  expect(await refusal(withAttendee({ email: undefined }))).toBe(
    'attendee property is wrong, attendee email or phone property is wrong,' +
      'Attendee must have at least one contact method (email or phone number) ',
  );
});

rule('2.1 e-mail address and phone number are checked', async () => {
  expect(await refusal(withAttendee({ email: 'erika at example' }))).toContain('Invalid email format');
  expect(await refusal(withAttendee({ phoneNumber: '030 1234567' }))).toContain(
    'Invalid phone number format. Please use international format.',
  );
});

rule('2.1 an event type is named by id, or by slug and user', async () => {
  expect(await refusal({ eventTypeId: undefined })).toContain(
    'Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided',
  );
  const named = { eventTypeId: undefined, eventTypeSlug: 'herrenhaarschnitt', username: 'mehmet-kaya' };
  const { status, body } = await calcom.book(named);
  expect([status, body.data.eventTypeId]).toEqual([201, 2001]);
});

rule('2.1 metadata has at most 50 keys of 40 characters with flat values of 500 characters', async () => {
  const tooMany = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']));
  const wrong = [tooMany, { ['k'.repeat(41)]: 'x' }, { key: 'x'.repeat(501) }, { key: { nested: 1 } }, { key: null }];
  for (const metadata of wrong) {
    expect(await refusal({ metadata })).toContain('metadata must be an object with up to 50 keys');
  }
  const metadata = { ['k'.repeat(40)]: 'x'.repeat(500), count: 2, sure: true };
  const { status, body } = await calcom.book({ metadata });
  expect(status).toBe(201);
  expect(body.data.metadata).toEqual(metadata);
});

rule('2.1 lengthInMinutes is refused where the event type has one length', async () => {
  expect(await refusal({ lengthInMinutes: 30 })).toContain("Can't specify 'lengthInMinutes'");
});

rule('2.1 the location must be among those of the event type', async () => {
  expect(await refusal({ location: { type: 'phone' } })).toContain(
    'Booking location with type phone not valid for event type with id=2001',
  );
  expect((await calcom.book({ location: { type: 'address' } })).status).toBe(201);
});

rule('2.1 an attendee with only a phone number is stored as digits at sms.cal.com', async () => {
  const { status, body } = await calcom.book(withAttendee({ email: undefined, phoneNumber: '+4915112345678' }));

  expect(status).toBe(201);
  expect(body.data.attendees).toEqual([
    expect.objectContaining({ email: '4915112345678@sms.cal.com', phoneNumber: '+4915112345678' }),
  ]);
  const { body: page } = await calcom.list('attendeeEmail=4915112345678@sms.cal.com');
  expect(page.data).toHaveLength(1);
});

rule('2.1 a required e-mail address that is missing is a 400 of the second shape', async () => {
  const onlyPhone = { eventTypeId: 2099, ...withAttendee({ email: undefined, phoneNumber: '+4915112345678' }) };
  const { status, body } = await calcom.book(onlyPhone);

  expect(status).toBe(400);
  expect(body.error.message).toContain('responses - {email}error_required_field');
  expect(body.error).not.toHaveProperty('details');
});

rule('2.1 null in bookingFieldsResponses becomes an empty text', async () => {
  const { body } = await calcom.book({ bookingFieldsResponses: { notes: null, colour: 'rot' } });
  expect(body.data.bookingFieldsResponses).toMatchObject({ notes: '', colour: 'rot' });
});

rule('2.2 the 201 carries the whole booking, times with milliseconds', async () => {
  const { status, body } = await calcom.book();

  expect(status).toBe(201);
  expect(body).toEqual({
    status: 'success',
    data: {
      id: 500001,
      uid: expect.stringMatching(/^[1-9A-Za-z]{22}$/),
      title: 'Herrenhaarschnitt between Mehmet Kaya and Erika Muster',
      description: '',
      hosts: [expect.anything()],
      status: 'accepted',
      cancellationReason: '',
      cancelledByEmail: '',
      start: '2026-11-24T09:00:00.000Z',
      end: '2026-11-24T09:30:00.000Z',
      duration: 30,
      eventTypeId: 2001,
      eventType: { id: 2001, slug: 'herrenhaarschnitt' },
      meetingUrl: expect.any(String),
      location: 'Salon Lindenhof (Sandbox), Musterstraße 12, 12345 Musterstadt',
      absentHost: false,
      createdAt: '2026-11-23T08:00:00.000Z',
      updatedAt: '2026-11-23T08:00:00.000Z',
      metadata: { callbook_request_id: 'request-1' },
      rating: null,
      icsUid: expect.any(String),
      attendees: [
        {
          name: 'Erika Muster',
          email: 'erika@example.org',
          displayEmail: 'erika@example.org',
          timeZone: 'Europe/Berlin',
          language: 'de',
          absent: false,
        },
      ],
      bookingFieldsResponses: {
        name: 'Erika Muster',
        email: 'erika@example.org',
        displayEmail: 'erika@example.org',
      },
    },
  });
});

rule('2.3 the POST answer has exactly one host, the organiser', async () => {
  const { body } = await calcom.book();

  expect(body.data.hosts).toEqual([
    {
      id: 1002,
      name: 'Mehmet Kaya',
      email: 'mehmet.kaya@salon-lindenhof.example',
      displayEmail: 'mehmet.kaya@salon-lindenhof.example',
      username: 'mehmet-kaya',
      timeZone: 'Europe/Berlin',
    },
  ]);
  const read = await calcom.call('GET', `/v2/bookings/${body.data.uid}`);
  expect(read.body.data).toEqual(body.data);
});

rule('7.1 errors have three body shapes', async () => {
  await calcom.book();
  const first = (await calcom.book()).body;
  expect(first).toEqual({
    status: 'error',
    timestamp: '2026-11-23T08:00:00.000Z',
    path: '/v2/bookings',
    error: {
      code: 'BadRequestException',
      message: 'User either already has booking at this time or is not available',
      details: expect.objectContaining({ error: 'Bad Request', statusCode: 400 }),
    },
  });

  const onlyPhone = { eventTypeId: 2099, ...withAttendee({ email: undefined, phoneNumber: '+4915112345678' }) };
  const second = (await calcom.book(onlyPhone)).body;
  expect(Object.keys(second.error)).toEqual(['code', 'message']);

  const { uid } = calcom.sandbox.world.bookings[0];
  const third = (await calcom.cancel(uid, {})).body;
  expect(third).toEqual({ statusCode: 400, message: 'Cancellation reason is required' });
});

rule('7.2 a slot that overlaps a booking of the same host is taken', async () => {
  await calcom.book();

  const taken = 'User either already has booking at this time or is not available';
  expect(await refusal({ start: '2026-11-24T09:15:00Z' })).toBe(taken);
  expect(await refusal({ start: '2026-11-24T08:45:00Z' })).toBe(taken);
  // Another event type of the same host is no way round, another host is.
  expect(await refusal({ eventTypeId: 2099 })).toBe(taken);
  expect((await calcom.book({ eventTypeId: 2011 })).status).toBe(201);
  expect((await calcom.book({ start: '2026-11-24T09:30:00Z' })).status).toBe(201);
});

rule('7.2 outside working hours is answered like a taken slot', async () => {
  const outside = [
    '2026-11-24T07:45:00Z', // Tuesday 08:45
    '2026-11-24T17:15:00Z', // Tuesday 18:15, would end after closing
    '2026-11-23T12:00:00Z', // Monday
    '2026-11-28T13:00:00Z', // Saturday 14:00
  ];
  for (const start of outside) {
    expect(await refusal({ start })).toBe('User either already has booking at this time or is not available');
  }
  for (const start of ['2026-11-24T08:00:00Z', '2026-11-24T17:00:00Z', '2026-11-28T12:30:00Z']) {
    expect((await calcom.book({ start })).status).toBe(201);
  }
});

rule('7.2 a start in the past is refused', async () => {
  expect(await refusal({ start: '2026-11-21T09:00:00Z' })).toBe('Attempting to book a meeting in the past.');
});

rule('7.2 a start within the minimum notice or beyond the window is out of bounds', async () => {
  await calcom.sandbox.close();
  const [first, ...others] = sandboxSeed.calcom.eventTypes;
  const eventTypes = [{ ...first, minimumBookingNotice: 26 * 60, bookingWindowDays: 7 }, ...others];
  await calcom.start({ seed: { ...sandboxSeed, calcom: { ...sandboxSeed.calcom, eventTypes } } });

  const text = 'The event type can\'t be booked at the "start" time provided. This could be because it\'s too soon';
  expect(await refusal({})).toContain(text);
  expect(await refusal({ start: '2026-12-01T09:00:00Z' })).toContain(text);
  expect((await calcom.book({ start: '2026-11-24T10:30:00Z' })).status).toBe(201);
});

rule('7.2 an unknown event type is 404', async () => {
  const byId = await calcom.book({ eventTypeId: 9999 });
  expect([byId.status, byId.body.error.message]).toEqual([404, 'Event type with id 9999 not found.']);

  const bySlug = await calcom.book({ eventTypeId: undefined, eventTypeSlug: 'massage', username: 'mehmet-kaya' });
  expect(bySlug.body.error.message).toBe('Event type with slug massage belonging to user mehmet-kaya not found.');

  const byUser = await calcom.book({ eventTypeId: undefined, eventTypeSlug: 'massage', username: 'nobody' });
  expect(byUser.body.error.message).toBe('User with username nobody not found');
});

rule('7.2 two that race for the same host, start and end: one booking and a bare 409', async () => {
  const on = { operation: 'create-booking' } as const;
  const [slow, quick] = await calcom.overtaken(on, 'before-write', () => calcom.book());

  expect([slow.status, quick.status]).toEqual([409, 201]);
  expect(slow.body).toEqual({ statusCode: 409, message: 'booking_conflict_error' });
  expect(calcom.sandbox.world.bookings).toHaveLength(1);
});

rule('7.4 repeating a POST that succeeded is answered like a slot somebody else took', async () => {
  await calcom.book();
  expect(await refusal(bookingBody)).toBe('User either already has booking at this time or is not available');
  expect(calcom.sandbox.world.bookings).toHaveLength(1);
});

rule('7.4 the lock knows only the identical host, start and end: overlapping racers are both booked', async () => {
  const on = { operation: 'create-booking' } as const;
  const later = () => calcom.book({ start: '2026-11-24T09:15:00Z' });
  const answers = await calcom.overtaken(on, 'before-write', () => calcom.book(), later);

  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
});
