import type { Evidence } from './evidence';
import { judge } from './judge';

const booking = { uid: 'web_1', live: true, callId: undefined, eventTypeId: 2001, start: '2026-12-05T09:00:00Z' };
const row = { id: 'app_1', uid: 'web_1', status: 'confirmed', callRowId: null };
const created = { uid: 'web_1', trigger: 'BOOKING_CREATED', accepted: true } as const;
const cancelled = { ...created, trigger: 'BOOKING_CANCELLED' } as const;
const booked: Evidence = {
  calls: [],
  bookings: [booking],
  notices: [created],
  callRows: [],
  appointmentRows: [row],
  attemptRows: [],
};
const ended: Evidence = {
  ...booked,
  bookings: [{ ...booking, live: false }],
  notices: [created, cancelled],
  appointmentRows: [{ ...row, status: 'cancelled' }],
};

describe('the judge of bookings made on the web', () => {
  it('has nothing against an appointment, a cancelled one, or one that nobody could know of', () => {
    expect(judge(booked)).toEqual([]);
    expect(judge(ended)).toEqual([]);
    const refused = [{ ...created, accepted: false }];
    expect(judge({ ...booked, notices: refused, appointmentRows: [] })).toEqual([]);
    const notToldOfTheEnd = [created, { ...cancelled, accepted: false }];
    expect(judge({ ...ended, notices: notToldOfTheEnd, appointmentRows: [row] })).toEqual([]);
  });

  it.each<[string, Evidence]>([
    ['every web booking that was told is an appointment', { ...booked, appointmentRows: [] }],
    ['every web booking that was told is an appointment', { ...ended, appointmentRows: [] }],
    ['a web booking is one appointment', { ...booked, appointmentRows: [row, { ...row, id: 'app_2' }] }],
    ['a web booking has no call', { ...booked, appointmentRows: [{ ...row, callRowId: 'row_1' }] }],
    ['an appointment is what the calendar has', { ...booked, appointmentRows: [{ ...row, status: 'cancelled' }] }],
    ['an appointment is what the calendar has', { ...ended, appointmentRows: [row] }],
    ['no appointment without a booking', { ...booked, appointmentRows: [row, { ...row, uid: 'nowhere' }] }],
  ])('finds: %s', (rule, evidence) => {
    expect(judge(evidence).map((violation) => violation.rule)).toContain(rule);
  });
});
