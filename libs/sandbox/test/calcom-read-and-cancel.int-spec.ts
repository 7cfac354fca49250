import { sandboxSeed } from '../src';
import { bookingBody, CalcomFixture, MONDAY, rule, seedWith, withAttendee } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const tuesday = (time: string) => `2026-11-24T${time}:00.000Z`;

/** Four bookings created one minute apart: three with Mehmet, one with Anna; the second is cancelled at 08:10. */
async function fourBookings(): Promise<string[]> {
  const uids: string[] = [];
  for (const changes of [
    { start: tuesday('11:00') },
    { start: tuesday('10:00') },
    { start: tuesday('12:00'), ...withAttendee({ email: 'max@example.org', name: 'Max' }) },
    { start: tuesday('13:00'), eventTypeId: 2011 },
  ]) {
    uids.push((await calcom.book(changes)).body.data.uid);
    calcom.clock.advance(60_000);
  }
  calcom.clock.set('2026-11-23T08:10:00Z');
  await calcom.cancel(uids[1]);
  return uids;
}

async function listed(query: string): Promise<string[]> {
  const { status, body } = await calcom.list(query);
  expect(status).toBe(200);
  return body.data.map(({ uid }: { uid: string }) => uid);
}

rule('3.1 an unknown uid is 404', async () => {
  const { status, body } = await calcom.call('GET', '/v2/bookings/nowhere');
  expect(status).toBe(404);
  expect(body.error.message).toBe('Booking with uid=nowhere was not found in the database');
});

rule('3.2 no status lists all, and several statuses are one comma list', async () => {
  const [first, second, third, fourth] = await fourBookings();

  expect(await listed('')).toEqual([second, first, third, fourth]);
  expect(await listed('status=upcoming')).toEqual([first, third, fourth]);
  expect(await listed('status=cancelled')).toEqual([second]);
  expect(await listed('status=cancelled,upcoming')).toHaveLength(4);
  expect(await listed('status=past')).toEqual([]);
  expect(await listed('status=unconfirmed,recurring')).toEqual([]);
  calcom.clock.set('2026-11-24T11:45:00Z');
  expect(await listed('status=past')).toEqual([first]);
});

rule('3.2 attendee, uid and event types filter exactly', async () => {
  const [first, second, third, fourth] = await fourBookings();

  expect(await listed('attendeeEmail=max@example.org')).toEqual([third]);
  expect(await listed('attendeeEmail=max@example')).toEqual([]);
  expect(await listed('attendeeName=Max')).toEqual([third]);
  expect(await listed(`bookingUid=${first}`)).toEqual([first]);
  expect(await listed('eventTypeId=2011')).toEqual([fourth]);
  expect(await listed('eventTypeIds=2001,2011&sortCreated=asc')).toEqual([first, second, third, fourth]);
});

rule('3.2 times of start, end, creation and update filter', async () => {
  const [first, second, third, fourth] = await fourBookings();

  expect(await listed(`afterStart=${tuesday('11:00')}&beforeEnd=${tuesday('12:30')}`)).toEqual([first, third]);
  expect(await listed('afterCreatedAt=2026-11-23T08:02:00Z')).toEqual([third, fourth]);
  expect(await listed(`beforeCreatedAt=${MONDAY}`)).toEqual([first]);
  expect(await listed('afterUpdatedAt=2026-11-23T08:10:00Z')).toEqual([second]);
  expect(await listed('beforeUpdatedAt=2026-11-23T08:09:00Z')).toEqual([first, third, fourth]);
});

rule('3.2 sorts by start, end, creation or update', async () => {
  const [first, second, third, fourth] = await fourBookings();

  expect(await listed('sortStart=desc')).toEqual([fourth, third, first, second]);
  expect(await listed('sortEnd=asc')).toEqual([second, first, third, fourth]);
  expect(await listed('sortCreated=desc')).toEqual([fourth, third, second, first]);
  expect(await listed('sortUpdatedAt=desc')).toEqual([second, fourth, third, first]);
});

it('lists what a sort order leaves equal by id, so that pages never overlap', async () => {
  const first = (await calcom.book({ start: tuesday('11:00') })).body.data.uid;
  const second = (await calcom.book({ start: tuesday('10:00') })).body.data.uid;

  expect(await listed('sortCreated=desc')).toEqual([first, second]);
});

rule('3.2 take and skip page, and the pagination object counts', async () => {
  const [first, second, third, fourth] = await fourBookings();

  const { body } = await calcom.list('sortCreated=asc&take=3');
  expect(body.data.map(({ uid }: { uid: string }) => uid)).toEqual([first, second, third]);
  expect(body.pagination).toEqual({
    returnedItems: 3,
    totalItems: 4,
    itemsPerPage: 3,
    remainingItems: 1,
    currentPage: 1,
    totalPages: 2,
    hasNextPage: true,
    hasPreviousPage: false,
  });
  const next = (await calcom.list('sortCreated=asc&take=3&skip=3')).body;
  expect(next.data.map(({ uid }: { uid: string }) => uid)).toEqual([fourth]);
  expect(next.pagination).toMatchObject({
    remainingItems: 0,
    currentPage: 2,
    hasNextPage: false,
    hasPreviousPage: true,
  });
});

rule('3.2 a wrong filter value is 400 with the fields in the details', async () => {
  for (const query of ['take=0', 'take=251', 'skip=-1', 'status=open', 'afterStart=yesterday', 'sortStart=up']) {
    const { status, body } = await calcom.list(query);
    expect([query, status]).toEqual([query, 400]);
    expect(body.error.message).toBe('Bad Request Exception');
    expect(body.error.details.errors[0].property).toBe(query.split('=')[0]);
  }
});

rule('3.2 a key sees the bookings of the hosts its user may see', async () => {
  await calcom.sandbox.close();
  const [owner] = sandboxSeed.calcom.apiKeys;
  const apiKeys = [owner, { ...owner, key: 'cal_only_anna', hostIds: [1001] }];
  await calcom.start({ seed: { ...sandboxSeed, calcom: { ...sandboxSeed.calcom, apiKeys } } });
  await calcom.book();
  const annas = (await calcom.book({ eventTypeId: 2011 })).body.data.uid;

  const { body } = await calcom.list('', { key: 'cal_only_anna' });
  expect(body.data.map(({ uid }: { uid: string }) => uid)).toEqual([annas]);
});

rule('3.2 without a version the old list ignores the time filters', async () => {
  await fourBookings();
  const { body } = await calcom.list(`afterStart=${tuesday('12:00')}`, { version: null });
  expect(body.data.bookings).toHaveLength(3);
  expect(body.data.nextCursor).toBeNull();
});

rule('3.4 metadata is returned by list and GET and cannot be searched', async () => {
  const { uid } = (await calcom.book()).body.data;
  await calcom.book({ start: tuesday('10:00'), metadata: { callbook_request_id: 'request-2' } });

  const { body } = await calcom.list('metadata[callbook_request_id]=request-1');
  expect(body.data).toHaveLength(2);
  expect(body.data[0].metadata).toEqual(bookingBody.metadata);
  expect((await calcom.call('GET', `/v2/bookings/${uid}`)).body.data.metadata).toEqual(bookingBody.metadata);
});

rule('4 cancelling answers 200 with the same uid and frees the slot', async () => {
  const { uid } = (await calcom.book()).body.data;
  calcom.clock.advance(60_000);
  const { status, body } = await calcom.cancel(uid);

  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    uid,
    status: 'cancelled',
    cancellationReason: 'Kundin ist krank',
    cancelledByEmail: 'sandbox@callbook.example',
    updatedAt: '2026-11-23T08:01:00.000Z',
  });
  const again = await calcom.book();
  expect(again.status).toBe(201);
  expect(again.body.data.uid).not.toBe(uid);
});

rule('4 cancelling twice is 400 and says so', async () => {
  const { uid } = (await calcom.book()).body.data;
  await calcom.cancel(uid);
  const { status, body } = await calcom.cancel(uid);

  expect(status).toBe(400);
  expect(body.error.message).toBe(
    `Can't cancel booking with uid=${uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled.`,
  );
});

rule('4 a host must give a reason, an attendee need not', async () => {
  const { uid } = (await calcom.book()).body.data;

  const host = await calcom.cancel(uid, {});
  expect([host.status, host.body]).toEqual([400, { statusCode: 400, message: 'Cancellation reason is required' }]);
  const attendee = await calcom.call('POST', `/v2/bookings/${uid}/cancel`, { key: null });
  expect(attendee.status).toBe(200);
});

rule('4 a booking that is over cannot be cancelled', async () => {
  const { uid } = (await calcom.book()).body.data;
  calcom.clock.set('2026-11-24T09:30:00Z');
  const { status, body } = await calcom.cancel(uid);

  expect(status).toBe(400);
  expect(body).toEqual({ statusCode: 400, message: 'Cannot cancel a booking that has already ended' });
});

rule('4 an event type can forbid cancelling', async () => {
  await calcom.restart({ seed: seedWith({ 2001: { cancellable: false } }) });
  const { uid } = (await calcom.book()).body.data;
  expect((await calcom.cancel(uid)).body).toEqual({
    statusCode: 400,
    message: 'This event type does not allow cancellations',
  });
});

rule('4 of two that race to cancel the second is told by the engine', async () => {
  const { uid } = (await calcom.book()).body.data;
  const on = { operation: 'cancel-booking' } as const;
  const [slow, quick] = await calcom.overtaken(on, 'before-write', () => calcom.cancel(uid));
  expect([slow.status, quick.status]).toEqual([400, 200]);
  expect(slow.body).toEqual({ statusCode: 400, message: 'This booking has already been cancelled.' });
});

rule('4 cancelling an unknown uid is 404, with an unknown property 400', async () => {
  expect((await calcom.cancel('nowhere')).status).toBe(404);
  const { uid } = (await calcom.book()).body.data;
  const { status, body } = await calcom.cancel(uid, { reason: 'x' });
  expect(status).toBe(400);
  expect(body.error.message).toContain('property reason should not exist');
});
