import type { CallHeard } from './callers';
import { type IntentionEvidence, judgeIntentions } from './judge-intentions';

const call: CallHeard = {
  callId: 'call_1',
  intention: {
    slot: { agentId: 'agent', service: 'Herrenhaarschnitt', start: '2026-12-01T10:00:00+01:00' },
    name: 'Anrufer bake',
    from: '+4915120000001',
    times: 1,
    asksAgain: true,
  },
  heard: [['pending'], ['booked']],
  linkedWhenTold: [true],
};
const booking = {
  uid: 'uid_1',
  attendee: 'Anrufer bake',
  start: '2026-12-01T09:00:00.000Z',
  title: 'Herrenhaarschnitt bei Anna',
};
const row = { id: 'app_1', uid: 'uid_1', status: 'confirmed', callId: 'call_1', linkedBack: true, confirmed: true };
const owed = { callId: 'call_1', outcome: 'recorded', appointmentId: 'app_1' };
const booked: IntentionEvidence = { calls: [call], bookings: [booking], appointments: [row], owed: [] };
const left: IntentionEvidence = {
  ...booked,
  calls: [{ ...call, heard: [['pending']], linkedWhenTold: [] }],
  owed: [owed],
};

describe('the judge of intentions', () => {
  it('has nothing against a booking that was told, or is still owed', () => {
    expect(judgeIntentions(booked)).toEqual([]);
    expect(judgeIntentions(left)).toEqual([]);
  });

  it('takes either for the last word when two were told at once', () => {
    const both = { ...booked, calls: [{ ...call, heard: [['pending', 'booked']] }] };
    expect(judgeIntentions(both)).toEqual([]);
    expect(judgeIntentions({ ...both, owed: [owed] })).toEqual([]);
  });

  it.each<[string, IntentionEvidence]>([
    ['one booking per intention', { ...booked, bookings: [], appointments: [] }],
    ['one booking per intention', { ...booked, bookings: [booking, { ...booking, uid: 'uid_2' }] }],
    ['it is what was wanted', { ...booked, bookings: [{ ...booking, start: '2026-12-01T10:00:00.000Z' }] }],
    ['it is what was wanted', { ...booked, bookings: [{ ...booking, title: 'Färben' }] }],
    ['one linked row per booking', { ...booked, appointments: [] }],
    ['one linked row per booking', { ...booked, appointments: [row, { ...row, id: 'app_2' }] }],
    ['one linked row per booking', { ...booked, appointments: [{ ...row, linkedBack: false }] }],
    ['one linked row per booking', { ...booked, appointments: [{ ...row, callId: 'call_2' }] }],
    ['one linked row per booking', { ...booked, appointments: [{ ...row, confirmed: false }] }],
    ['"booked" is said when the linked rows are there', { ...booked, calls: [{ ...call, linkedWhenTold: [false] }] }],
    [
      'nobody is told anything but "booked" and "not confirmed yet"',
      { ...booked, calls: [{ ...call, heard: [['refused']] }] },
    ],
    ['whoever was left with "not confirmed yet" is owed an answer', { ...left, owed: [] }],
    ['whoever was left with "not confirmed yet" is owed an answer', { ...left, owed: [owed, owed] }],
    ['whoever was left with "not confirmed yet" is owed an answer', { ...booked, owed: [owed] }],
    [
      'whoever was left with "not confirmed yet" is owed an answer',
      { ...left, owed: [{ ...owed, outcome: 'unresolved', appointmentId: null }] },
    ],
    ['no booking nobody wanted', { ...booked, bookings: [booking, { ...booking, uid: 'uid_2', attendee: 'Niemand' }] }],
    ['no appointment without a booking', { ...booked, appointments: [row, { ...row, id: 'app_2', uid: 'nowhere' }] }],
    ['nobody else is owed an answer', { ...booked, owed: [{ ...owed, callId: 'call_2' }] }],
  ])('finds: %s', (rule, evidence) => {
    expect(judgeIntentions(evidence).map((violation) => violation.rule)).toContain(rule);
  });
});
