import { readWhen } from './said-wish';

const context = { timeZone: 'Europe/Berlin', now: new Date('2026-11-21T10:00:00Z') };
const read = (args: Record<string, unknown>) => {
  const result = readWhen(args, context);
  if ('problem' in result) return result.problem;
  const { when } = result;
  if (when.kind === 'at') return when.start.toISOString();
  return when.kind === 'soon' ? ['soon', when.part] : [when.first.toISODate(), when.last.toISODate(), when.part];
};

describe('when a caller would like to come', () => {
  it.each<[Record<string, unknown>, unknown]>([
    [{ start: '2026-11-26T10:00' }, '2026-11-26T09:00:00.000Z'],
    [{ date: '2026-11-26 10:00' }, '2026-11-26T09:00:00.000Z'],
    [{ start: '2026-11-26T10:00', part_of_day: 'whenever' }, '2026-11-26T09:00:00.000Z'],
    [{ date: '2026-11-26' }, ['2026-11-26', '2026-11-26', null]],
    [{ start: '2026-11-26' }, ['2026-11-26', '2026-11-26', null]],
    [{ date: '2026-11-26T00:00:00' }, ['2026-11-26', '2026-11-26', null]],
    [{ date: '2026-11-21', part_of_day: 'abends' }, ['2026-11-21', '2026-11-21', 'evening']],
    [{ from: '2026-11-26', to: '2026-11-28' }, ['2026-11-26', '2026-11-28', null]],
    [{ from: '2026-11-26T08:00:00+01:00', to: '2026-11-28T18:00' }, ['2026-11-26', '2026-11-28', null]],
    [{ from: '2026-11-26' }, ['2026-11-26', '2026-12-02', null]],
    [{ to: '2026-11-23' }, ['2026-11-21', '2026-11-23', null]],
    [{ from: '2026-11-26', to: '2027-11-01' }, ['2026-11-26', '2026-12-26', null]],
    [{}, ['soon', null]],
    [{ date: 'None', start: '', from: '{{from}}', part_of_day: 'vormittags' }, ['soon', 'morning']],
  ])('%j is %j', (args, when) => {
    expect(read(args)).toEqual(when);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ date: 'tomorrow' }, 'day_without_year'],
    [{ date: 'Donnerstag' }, 'day_without_year'],
    [{ start: 'Donnerstag, 10:00' }, 'start_without_year'],
    [{ start: '10:00' }, 'start_without_year'],
    [{ date: '2023-11-26' }, 'day_past'],
    [{ start: '2023-11-26T10:00' }, 'start_past'],
    [{ start: '2027-03-28T02:30' }, 'start_skipped'],
    [{ start: '2027-10-31T02:30' }, 'start_ambiguous'],
    [{ from: '2020-01-01', to: '2026-11-28' }, 'day_past'],
    [{ from: '2026-11-28', to: '2026-11-26' }, 'range_reversed'],
    [{ from: 'next week' }, 'day_without_year'],
    [{ date: '2026-11-26', part_of_day: 'morgen' }, 'part_of_day_unknown'],
    [{ date: '2028-11-26' }, 'day_too_far'],
  ])('%j is asked back as %s', (args, problem) => {
    expect(read(args)).toBe(problem);
  });
});
