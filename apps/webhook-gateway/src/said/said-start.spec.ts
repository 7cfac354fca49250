import { readStart } from './said-start';

const context = { timeZone: 'Europe/Berlin', now: new Date('2026-11-21T10:00:00Z') };
const read = (said: unknown, change: Partial<typeof context> = {}): string => {
  const result = readStart(said, { ...context, ...change });
  return 'problem' in result ? result.problem : result.start.toISOString();
};

describe('a start as a model writes it', () => {
  it.each([
    ['2026-11-26T10:00:00+01:00', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26T10:00:00-05:00', '2026-11-26T15:00:00.000Z'],
    ['2026-11-26T10:00-0500', '2026-11-26T15:00:00.000Z'],
    ['2026-11-26T09:00:00.000Z', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26t09:00z', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26T10:00', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26 10:00:00', '2026-11-26T09:00:00.000Z'],
    [' 2026-11-26 10:00 +01:00 ', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26T10:00:59', '2026-11-26T09:00:00.000Z'],
    ['2027-06-24T10:00', '2027-06-24T08:00:00.000Z'],
  ])('%j is %s', (said, instant) => {
    expect(read(said)).toBe(instant);
  });

  it.each([
    [undefined, 'start_missing'],
    ['', 'start_missing'],
    ['None', 'start_missing'],
    ['{{start}}', 'start_missing'],
    ['2026-11-26', 'start_without_time'],
    ['11-26 10:00', 'start_without_year'],
    ['26.11. 10:00', 'start_without_year'],
    ['--11-26T10:00', 'start_without_year'],
    ['tomorrow at ten', 'start_without_year'],
    ['10:00', 'start_without_year'],
    ['04.10.2023', 'start_unreadable'],
    ['26.11.2026 10:00', 'start_unreadable'],
    ['2026-13-26T10:00', 'start_unreadable'],
    ['2027-02-29T10:00', 'start_unreadable'],
    ['2026-11-26T10:61', 'start_unreadable'],
    ['2026-11-26T25:00+01:00', 'start_unreadable'],
    ['2023-10-04T10:00:00', 'start_past'],
    ['2026-11-21T10:00:00Z', 'start_past'],
    ['2027-11-21T11:01', 'start_too_far'],
    ['2207-11-26T10:00', 'start_too_far'],
  ])('%j is refused as %s', (said, problem) => {
    expect(read(said)).toBe(problem);
  });

  it('may be twelve months ahead and one minute from now', () => {
    expect(read('2027-11-21T11:00')).toBe('2027-11-21T10:00:00.000Z');
    expect(read('2026-11-21T11:01')).toBe('2026-11-21T10:01:00.000Z');
  });

  it('is never moved out of the hour that is skipped in spring, nor guessed in the one that comes twice in autumn', () => {
    expect(read('2027-03-28T02:30')).toBe('start_skipped');
    expect(read('2027-10-31T02:30')).toBe('start_ambiguous');
    expect(read('2027-10-31T02:30:00+01:00')).toBe('2027-10-31T01:30:00.000Z');
  });

  it('without an offset is in the zone of the company', () => {
    expect(read('2026-11-26T10:00', { timeZone: 'America/New_York' })).toBe('2026-11-26T15:00:00.000Z');
  });
});
