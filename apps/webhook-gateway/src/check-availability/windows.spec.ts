import { DateTime } from 'luxon';
import type { PartOfDay } from '../said/said-part-of-day';
import { windowsOf } from './windows';

const day = (iso: string) => DateTime.fromISO(iso, { zone: 'Europe/Berlin' });
const windows = (first: string, last: string, part: PartOfDay | null, now = '2026-11-21T10:00:00Z') =>
  windowsOf(day(first), day(last), part, new Date(now)).map(({ from, to }) => [from.toISOString(), to.toISOString()]);

describe('the stretches of time to look into', () => {
  it('are one for whole days, the last included', () => {
    expect(windows('2026-11-26', '2026-11-27', null)).toEqual([
      ['2026-11-25T23:00:00.000Z', '2026-11-27T23:00:00.000Z'],
    ]);
  });

  it('are one for each day with a part of it', () => {
    expect(windows('2026-11-26', '2026-11-27', 'afternoon')).toEqual([
      ['2026-11-26T11:00:00.000Z', '2026-11-26T16:00:00.000Z'],
      ['2026-11-27T11:00:00.000Z', '2026-11-27T16:00:00.000Z'],
    ]);
    expect(windows('2026-11-26', '2026-11-26', 'evening')).toEqual([
      ['2026-11-26T16:00:00.000Z', '2026-11-26T23:00:00.000Z'],
    ]);
  });

  it('are days of 23 and 25 hours when clocks change', () => {
    expect(windows('2027-03-28', '2027-03-28', null)).toEqual([
      ['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ]);
    expect(windows('2027-10-31', '2027-10-31', 'morning')).toEqual([
      ['2027-10-30T22:00:00.000Z', '2027-10-31T11:00:00.000Z'],
    ]);
  });

  it('begin now at the earliest', () => {
    expect(windows('2026-11-21', '2026-11-21', null)).toEqual([
      ['2026-11-21T10:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ]);
    expect(windows('2026-11-21', '2026-11-21', 'morning', '2026-11-21T11:00:00Z')).toEqual([]);
  });

  it('are not more than seven', () => {
    expect(windows('2026-11-26', '2026-12-26', 'morning')).toHaveLength(7);
  });
});
