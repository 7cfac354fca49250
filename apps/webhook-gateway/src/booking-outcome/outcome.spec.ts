import {
  AppointmentRecorded,
  BookingFailed,
  BookingUnresolved,
  derivedId,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';
import { failed, recorded, unresolved } from '../../test/support/outcomes';
import { isAnswerTo, type Outcome, outcomeOf, type Waiting } from './outcome';

const { requestKey, functionCallIds } = failed().failure;
const waiting: Waiting = { company: sampleCompany, requestKey, functionCallId: functionCallIds[0] as string };
const another = derivedId('test', 'another');

describe('an outcome', () => {
  it.each<[string, Outcome, boolean]>([
    ['a confirmed appointment of this request', recorded(), true],
    ['one that the company must still confirm', recorded({ status: 'pending' }), true],
    ['one that an earlier function call of this request led to', recorded({ functionCallIds: [another] }), true],
    ['an appointment of another request', recorded({ requestKey: another }), false],
    ['one that no request led to', recorded({ requestKey: null }), false],
    ['one that is not linked to a call yet', recorded({ callId: null }), false],
    ['a cancelled one', recorded({ status: 'cancelled' }), false],
    ['a rejected one', recorded({ status: 'rejected' }), false],
    ['the failure of this round', failed(), true],
    ['the failure of a round this call joined', failed({ functionCallIds: [another, ...functionCallIds] }), true],
    ['the failure of an earlier round of the same request', failed({ functionCallIds: [another] }), false],
    ['the failure of another request', failed({ requestKey: another }), false],
    ['this round left unresolved', unresolved(), true],
    ['an earlier round left unresolved', unresolved({ functionCallIds: [another] }), false],
  ])('%s is judged rightly', (_, outcome, answers) => {
    expect(isAnswerTo(waiting, outcome)).toBe(answers);
  });
});

describe('a reply of records', () => {
  it('tells one of three outcomes or nothing', () => {
    const appointment = sampleOf(AppointmentRecorded);
    const failure = sampleOf(BookingFailed);
    const open = sampleOf(BookingUnresolved);
    expect(outcomeOf({ outcome: 'recorded', appointment })).toEqual(recorded());
    expect(outcomeOf({ outcome: 'failed', failure })).toEqual(failed());
    expect(outcomeOf({ outcome: 'unresolved', unresolved: open })).toEqual(unresolved());
    expect(outcomeOf({ outcome: 'none' })).toBeUndefined();
  });

  it('that lacks what it announces tells nothing', () => {
    expect(outcomeOf({ outcome: 'recorded', appointment: null })).toBeUndefined();
  });
});
