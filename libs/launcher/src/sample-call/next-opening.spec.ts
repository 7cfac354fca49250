import { nextOpening } from './next-opening';

describe('the next opening of the sample salon', () => {
  it.each([
    ['2026-11-21T10:00:00Z', '2026-11-24T10:00:00+01:00'], // Saturday: Monday is closed, so Tuesday
    ['2026-11-23T10:00:00Z', '2026-11-25T10:00:00+01:00'],
    ['2026-11-26T23:30:00Z', '2026-12-01T10:00:00+01:00'],
    ['2026-07-01T10:00:00Z', '2026-07-03T10:00:00+02:00'],
  ])('after %s is %s', (now, expected) => {
    expect(nextOpening(new Date(now))).toBe(expected);
  });
});
