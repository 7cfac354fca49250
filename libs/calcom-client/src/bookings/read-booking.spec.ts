import { readBooking } from './read-booking';

const times = { askedAt: new Date('2026-01-05T09:00:00Z'), answeredAt: new Date('2026-01-05T09:00:03Z') };

const full = {
  id: 42,
  uid: 'bookingUid1',
  title: 'Damenhaarschnitt',
  hosts: [{ id: 1001, name: 'Anna Berger', email: 'anna@salon.example', username: 'anna', timeZone: 'Europe/Berlin' }],
  status: 'accepted',
  cancellationReason: '',
  start: '2026-01-06T10:00:00.000Z',
  end: '2026-01-06T11:00:00.000Z',
  duration: 60,
  eventTypeId: 2002,
  eventType: { id: 2002, slug: 'damenhaarschnitt' },
  location: 'Musterstraße 12',
  absentHost: true,
  createdAt: '2026-01-05T09:00:01.000Z',
  updatedAt: '2026-01-05T09:00:02.000Z',
  metadata: { callbook_request_id: 'r1', attempt: 2, test: false, nested: { a: 1 }, nothing: null },
  attendees: [
    {
      name: 'Erika Muster',
      email: '493012345@sms.cal.com',
      phoneNumber: '+493012345',
      timeZone: 'Europe/Berlin',
      language: 'de',
      absent: true,
    },
  ],
  somethingNew: { from: 'Cal.com' },
};

describe('reading a booking', () => {
  it('takes what is known and keeps the whole', () => {
    expect(readBooking(full, times)).toEqual({
      id: 42,
      uid: 'bookingUid1',
      status: 'accepted',
      start: new Date(full.start),
      end: new Date(full.end),
      title: 'Damenhaarschnitt',
      eventTypeId: 2002,
      host: full.hosts[0],
      hostMissing: null,
      hostAbsent: true,
      attendees: full.attendees,
      location: 'Musterstraße 12',
      metadata: { callbook_request_id: 'r1', attempt: 2, test: false },
      cancellationReason: null,
      rescheduledFromUid: null,
      rescheduledToUid: null,
      createdAt: new Date(full.createdAt),
      updatedAt: new Date(full.updatedAt),
      ...times,
      raw: full,
    });
  });

  it('counts as absent only who is marked so', () => {
    const { uid, status, start, end } = full;
    const attendees = [{ name: 'Erika Muster' }, { name: 'Max Muster', absent: 'no' }];
    expect(readBooking({ uid, status, start, end, absentHost: null, attendees }, times)).toMatchObject({
      hostAbsent: false,
      attendees: [{ absent: false }, { absent: false }],
    });
  });

  it('needs only uid, status, start and end', () => {
    const { uid, status, start, end } = full;
    expect(readBooking({ uid, status, start, end }, times)).toMatchObject({
      uid,
      id: null,
      eventTypeId: null,
      host: null,
      hostMissing: 'no_host',
      attendees: [],
      metadata: {},
      updatedAt: null,
    });
  });

  it.each(['uid', 'status', 'start', 'end'])('is nothing without %s', (field) => {
    expect(readBooking({ ...full, [field]: undefined }, times)).toBeUndefined();
    expect(readBooking({ ...full, [field]: '' }, times)).toBeUndefined();
    expect(readBooking({ ...full, [field]: 7 }, times)).toBeUndefined();
  });

  it('is nothing with times that are none', () => {
    expect(readBooking({ ...full, start: 'tomorrow' }, times)).toBeUndefined();
  });

  it('is nothing in the shape of 2024-04-15', () => {
    const old = { id: 42, uid: 'bookingUid1', startTime: full.start, endTime: full.end, status: 'ACCEPTED', user: {} };
    expect(readBooking(old, times)).toBeUndefined();
  });

  it.each([undefined, null, 'text', [full]])('is nothing in %p', (raw) => {
    expect(readBooking(raw, times)).toBeUndefined();
  });

  it('accepts ids as text, and the event type’s from where newer answers have it', () => {
    expect(readBooking({ ...full, id: '42', eventTypeId: undefined }, times)).toMatchObject({
      id: 42,
      eventTypeId: 2002,
    });
  });

  it('shows the chain of a moved booking', () => {
    expect(readBooking({ ...full, rescheduledFromUid: 'a', rescheduledToUid: 'b' }, times)).toMatchObject({
      rescheduledFromUid: 'a',
      rescheduledToUid: 'b',
    });
  });

  it('writes the status lower case and accepts one it does not know', () => {
    expect(readBooking({ ...full, status: 'Awaiting_Host' }, times)?.status).toBe('awaiting_host');
    expect(readBooking({ ...full, status: 'paused' }, times)?.status).toBe('paused');
  });
});
