import { readDay } from './said-day';

const context = { timeZone: 'Europe/Berlin', now: new Date('2026-11-21T23:30:00Z') }; // the 22nd in Berlin
const read = (said: unknown) => {
  const result = readDay(said, context);
  return 'problem' in result ? result.problem : (result.day?.toISODate() ?? null);
};

describe('a day as a model writes it', () => {
  it.each([
    ['2026-11-26', '2026-11-26'],
    ['2026-11-22', '2026-11-22'],
    ['2026-11-26T00:00:00', '2026-11-26'],
    [undefined, null],
    ['None', null],
    ['{{date}}', null],
  ])('%j is %j', (said, day) => {
    expect(read(said)).toBe(day);
  });

  it.each([
    ['tomorrow', 'day_without_year'],
    ['Donnerstag', 'day_without_year'],
    ['26.11.', 'day_without_year'],
    ['26.11.2026', 'day_unreadable'],
    ['2026-02-30', 'day_unreadable'],
    ['2026-11-21', 'day_past'],
    ['2023-11-26', 'day_past'],
    ['2027-11-26', 'day_too_far'],
  ])('%j is asked back as %s, never guessed', (said, problem) => {
    expect(read(said)).toBe(problem);
  });
});
