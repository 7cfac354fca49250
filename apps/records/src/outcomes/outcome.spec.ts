import { AppointmentRecorded, BookingFailed, BookingUnresolved, sampleOf } from '@callbook/contracts';
import { type Outcome, settled } from './outcome';

const base = {
  requestId: 'r',
  company: 'salon-lindenhof',
  operation: 'book' as const,
  requestKey: 'k',
  callId: 'c',
  decidedAt: new Date(0),
  providerText: null,
};
const recorded: Outcome = {
  ...base,
  round: null,
  functionCallIds: ['a'],
  outcome: 'recorded',
  reason: null,
  appointmentId: 'appointment',
  event: sampleOf(AppointmentRecorded),
};
const failed: Outcome = {
  ...base,
  round: 1,
  functionCallIds: ['b'],
  outcome: 'failed',
  reason: 'slot_taken',
  appointmentId: null,
  event: sampleOf(BookingFailed),
};
const unresolved: Outcome = {
  ...failed,
  functionCallIds: ['c'],
  outcome: 'unresolved',
  reason: 'not_found_after_unclear_post',
  event: sampleOf(BookingUnresolved),
};

describe('outcome of a round', () => {
  it.each([
    [recorded, failed],
    [recorded, unresolved],
    [failed, unresolved],
  ])('is the more certain of two, in either order, and answers everybody', (certain, doubtful) => {
    const [one, other] = [settled(certain, doubtful), settled(doubtful, certain)];
    expect(one).toEqual(other);
    expect(one).toMatchObject({
      outcome: certain.outcome,
      round: 1,
      event: { functionCallIds: [...certain.functionCallIds, ...doubtful.functionCallIds].sort() },
    });
  });

  it('knows its round and its call from whichever message names them, in either order', () => {
    const nameless = { ...recorded, callId: null };
    const same = { ...failed, functionCallIds: recorded.functionCallIds };
    for (const known of [settled(nameless, same), settled(same, nameless)]) {
      expect(known).toMatchObject({ outcome: 'recorded', round: 1, callId: 'c' });
    }
  });

  it('is decided by the earlier of two messages that say the same, in either order', () => {
    const later = { ...failed, reason: 'too_late', decidedAt: new Date(1) };
    expect(settled(failed, later)).toBe(failed);
    expect(settled(later, failed)).toMatchObject({ reason: failed.reason, decidedAt: failed.decidedAt });
  });

  it('names its function calls in one order, whichever message counts', () => {
    const certain = { ...failed, functionCallIds: ['c', 'b'] };
    const doubtful = { ...unresolved, functionCallIds: ['b', 'c'] };
    expect(settled(doubtful, certain).functionCallIds).toEqual(['b', 'c']);
  });

  it('takes function calls from a repetition, and nothing else', () => {
    const stale = {
      ...recorded,
      functionCallIds: ['z'],
      event: { ...sampleOf(AppointmentRecorded), startsAt: 'older' },
    };
    const known = settled(recorded, stale);
    expect(known.functionCallIds).toEqual(['a', 'z']);
    expect(known.event).toMatchObject({
      startsAt: sampleOf(AppointmentRecorded).startsAt,
      functionCallIds: ['a', 'z'],
    });
    expect(settled(known, stale)).toBe(known);
  });
});
