import type { Evidence } from './evidence';
import { judge } from './judge';

const booked: Evidence = {
  calls: [
    {
      callId: 'call_1',
      accepted: ['call_started', 'call_ended', 'call_analyzed'],
      refused: [],
      told: ['pending', 'booked'],
      wants: true,
    },
  ],
  bookings: [{ uid: 'uid_1', live: true, callId: 'call_1', eventTypeId: 2001, start: '2026-12-01T09:00:00Z' }],
  notices: [],
  callRows: [
    { id: 'row_1', callId: 'call_1', status: 'analyzed', ended: true, confirmed: true, appointmentId: 'app_1' },
  ],
  appointmentRows: [{ id: 'app_1', uid: 'uid_1', status: 'confirmed', callRowId: 'row_1' }],
  attemptRows: [{ callId: 'call_1', state: 'booked' }],
};
const [call, booking, row, appointment] = [
  booked.calls[0],
  booked.bookings[0],
  booked.callRows[0],
  booked.appointmentRows[0],
];
const refused: Evidence = {
  calls: [{ ...call!, told: ['refused'] }],
  bookings: [],
  notices: [],
  callRows: [{ ...row!, confirmed: false, appointmentId: null }],
  appointmentRows: [],
  attemptRows: [{ callId: 'call_1', state: 'refused' }],
};
const found = (evidence: Evidence) => judge(evidence).map(({ rule }) => rule);

describe('the judge', () => {
  it('has nothing against a linked booking, a refusal, or a webhook that was not accepted', () => {
    expect(judge(booked)).toEqual([]);
    expect(judge(refused)).toEqual([]);
    expect(judge({ ...refused, calls: [{ ...call!, accepted: [], told: [] }], callRows: [], attemptRows: [] })).toEqual(
      [],
    );
  });

  it.each<[string, Evidence]>([
    ['every accepted webhook is in a row', { ...refused, callRows: [] }],
    [
      'every accepted webhook is in a row',
      { ...refused, callRows: [{ ...row!, status: 'ended', confirmed: false, appointmentId: null }] },
    ],
    ['none is in two rows', { ...booked, callRows: [row!, { ...row!, id: 'row_2' }] }],
    ['one booking per intention', { ...booked, bookings: [booking!, { ...booking!, uid: 'uid_2' }] }],
    ['every booking is linked', { ...booked, appointmentRows: [] }],
    ['every booking is linked', { ...booked, appointmentRows: [appointment!, { ...appointment!, id: 'app_2' }] }],
    ['every booking is linked', { ...booked, appointmentRows: [{ ...appointment!, callRowId: null }] }],
    ['every booking is linked', { ...booked, callRows: [{ ...row!, appointmentId: null }] }],
    ['every booking is linked', { ...booked, callRows: [{ ...row!, confirmed: false }] }],
    ['every booking is linked', { ...booked, appointmentRows: [{ ...appointment!, status: 'pending' }] }],
    ['"booked" is said only of a booking', { ...refused, calls: [{ ...call!, told: ['booked'] }] }],
    ['"booked" is said only of a booking', { ...booked, bookings: [{ ...booking!, live: false }] }],
    ['"refused" is said only without a booking', { ...booked, calls: [{ ...call!, told: ['refused'] }] }],
    ['one intention gets one kind of answer', { ...booked, calls: [{ ...call!, told: ['refused', 'booked'] }] }],
    ['the agent is told something it can say', { ...refused, calls: [{ ...call!, told: ['unreadable'] }] }],
    [
      'what was said to be under way is decided in the end',
      { ...refused, calls: [{ ...call!, told: ['pending'] }], attemptRows: [] },
    ],
    ['every attempt ends', { ...refused, attemptRows: [{ callId: 'call_1', state: 'posting' }] }],
    ['no appointment without a booking', { ...booked, bookings: [] }],
    ['no booking without a call', { ...booked, calls: [] }],
  ])('finds: %s', (rule, evidence) => {
    expect(found(evidence)).toContain(rule);
  });
});
