import { sandboxSeed } from '../seed/sandbox-seed';
import { worksDuring } from './working-hours';

const [anna] = sandboxSeed.calcom.hosts;
const works = (start: string, minutes = 30) => {
  const from = Date.parse(start);
  return worksDuring(anna, from, from + minutes * 60_000);
};

describe('worksDuring', () => {
  it('takes the hours in the zone of the host, in summer and in winter', () => {
    expect(works('2026-07-14T07:00:00Z')).toBe(true); // Tuesday 09:00, UTC+2
    expect(works('2026-07-14T06:30:00Z')).toBe(false);
    expect(works('2026-11-24T08:00:00Z')).toBe(true); // Tuesday 09:00, UTC+1
    expect(works('2026-11-24T07:00:00Z')).toBe(false);
  });

  it('wants the whole appointment inside the hours, to the minute', () => {
    expect(works('2026-11-24T17:00:00Z')).toBe(true); // until 18:30 sharp
    expect(works('2026-11-24T17:00:00Z', 31)).toBe(false);
    expect(works('2026-11-24T08:00:00Z', 24 * 60)).toBe(false);
  });

  it('knows the days of the week', () => {
    expect(works('2026-11-23T10:00:00Z')).toBe(false); // Monday
    expect(works('2026-11-28T12:30:00Z')).toBe(true); // Saturday, until 14:00
    expect(works('2026-11-28T13:00:00Z')).toBe(false);
    expect(works('2026-11-29T10:00:00Z')).toBe(false); // Sunday
  });
});
