import {
  AppointmentRecorded,
  BookingAskedBack,
  BookingFailed,
  BookingUnresolved,
  derivedId,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';
import { askedBack, cancelled, failed, moved, recorded, unresolved } from '../../test/support/outcomes';
import { isAnswerTo, type Outcome, outcomeOf, type Waiting } from './outcome';

const { requestKey, functionCallIds } = failed().failure;
const functionCallId = functionCallIds[0] as string;
const waiting: Waiting = { company: sampleCompany, operation: 'book', requestKey, functionCallId };
const another = derivedId('test', 'another');

describe('an outcome', () => {
  it.each<[string, Outcome, boolean]>([
    ['a confirmed appointment of this request', recorded(), true],
    ['one that the company must still confirm', recorded({ status: 'pending' }), true],
    [
      'one that does not name this call, though its request is the same',
      recorded({ functionCallIds: [another] }),
      false,
    ],
    ['one of another request that this call joined', recorded({ requestKey: another }), true],
    ['an appointment of another request', recorded({ requestKey: another, functionCallIds: [another] }), false],
    ['one that no request led to', recorded({ requestKey: null, functionCallIds: [] }), false],
    ['one that is not linked to a call yet', recorded({ callId: null }), false],
    ['a cancelled one', recorded({ status: 'cancelled' }), false],
    ['a rejected one', recorded({ status: 'rejected' }), false],
    ['the failure of this round', failed(), true],
    ['the failure of a round this call joined', failed({ functionCallIds: [another, ...functionCallIds] }), true],
    ['the failure of an earlier round of the same request', failed({ functionCallIds: [another] }), false],
    ['the failure of another request', failed({ requestKey: another, functionCallIds: [another] }), false],
    ['the failure of a request of other meaning that this call joined', failed({ requestKey: another }), true],
    ['this round left unresolved', unresolved(), true],
    ['an earlier round left unresolved', unresolved({ functionCallIds: [another] }), false],
    ['a question back to this call', askedBack(), true],
    ['a question back to another call', askedBack({ functionCallId: another }), false],
    ['a change of the appointment', moved(), false],
  ])('%s is judged rightly', (_, outcome, answers) => {
    expect(isAnswerTo(waiting, outcome)).toBe(answers);
  });
});

describe('an outcome of a change', () => {
  it.each<[string, Waiting['operation'], Outcome, boolean]>([
    ['a move', 'reschedule', moved(), true],
    ['somebody else’s move', 'reschedule', moved({ functionCallIds: [another] }), false],
    ['a move, after which it was cancelled', 'reschedule', cancelled(), true],
    ['a cancellation', 'cancel', cancelled(), true],
    ['a cancellation by somebody else', 'cancel', cancelled({ functionCallIds: [] }), false],
    ['an appointment that lives', 'cancel', moved(), false],
    ['an appointment that was just booked', 'cancel', recorded(), false],
    ['an appointment that was just booked', 'reschedule', recorded(), false],
    ['the end of a booking that this call withdrew', 'cancel', failed({ requestKey: another }), true],
  ])('is judged rightly: %s for %s', (_, operation, outcome, answers) => {
    expect(isAnswerTo({ ...waiting, operation }, outcome)).toBe(answers);
  });
});

describe('a reply of records', () => {
  it('tells one outcome or nothing', () => {
    const appointment = sampleOf(AppointmentRecorded);
    const failure = sampleOf(BookingFailed);
    const open = sampleOf(BookingUnresolved);
    expect(outcomeOf({ outcome: 'recorded', appointment })).toEqual(recorded());
    expect(outcomeOf({ outcome: 'failed', failure })).toEqual(failed());
    expect(outcomeOf({ outcome: 'unresolved', unresolved: open })).toEqual(unresolved());
    expect(outcomeOf({ outcome: 'changed', appointment })).toEqual({ ...recorded(), kind: 'changed' });
    expect(outcomeOf({ outcome: 'asked_back', question: sampleOf(BookingAskedBack) })).toEqual(askedBack());
    expect(outcomeOf({ outcome: 'none' })).toBeUndefined();
  });

  it('that lacks what it announces tells nothing', () => {
    expect(outcomeOf({ outcome: 'recorded', appointment: null })).toBeUndefined();
  });
});
