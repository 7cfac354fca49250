import { BookingRequested, sampleOf } from '@callbook/contracts';
import { type AttemptState, type BookingAttempt, isClosed, isConclusive, nextStep } from './booking-attempt';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, seconds));

const attempt = (difference: Partial<BookingAttempt>): BookingAttempt => ({
  id: '00000000-0000-5000-8000-000000000001',
  requestKey: '00000000-0000-5000-8000-000000000002',
  round: 1,
  company: 'salon-lindenhof',
  state: 'requested',
  version: 1,
  eventTypeId: null,
  lastPostAt: null,
  leaseUntil: null,
  providerText: null,
  bookedUid: null,
  request: sampleOf(BookingRequested),
  ...difference,
});

describe('the next step of an attempt', () => {
  it.each<[Partial<BookingAttempt>, string]>([
    [{ state: 'requested' }, 'post'],
    [{ state: 'posting', leaseUntil: at(61) }, 'wait'],
    [{ state: 'posting', leaseUntil: at(60) }, 'look_up'],
    [{ state: 'unknown', leaseUntil: at(61) }, 'look_up'],
    [{ state: 'booked' }, 'nothing'],
    [{ state: 'awaiting_confirmation' }, 'nothing'],
    [{ state: 'refused' }, 'nothing'],
    [{ state: 'unresolved' }, 'nothing'],
  ])('of %j is %s', (difference, expected) => {
    expect(nextStep(attempt(difference), at(60))).toBe(expected);
  });
});

describe('a round', () => {
  it.each<[AttemptState, Date | null, boolean]>([
    ['refused', null, true],
    ['booked', null, false],
    ['booked', at(0), true],
    ['unresolved', null, false],
    ['unknown', null, false],
  ])('that is %s and ended at %s: closed is %s', (state, endedAt, expected) => {
    expect(isClosed({ state, endedAt })).toBe(expected);
  });
});

describe('"not there"', () => {
  it('is conclusive only some time after the last POST', () => {
    expect(isConclusive({ lastPostAt: at(0) }, at(119), 120_000)).toBe(false);
    expect(isConclusive({ lastPostAt: at(0) }, at(120), 120_000)).toBe(true);
    expect(isConclusive({ lastPostAt: null }, at(120), 120_000)).toBe(false);
  });
});
