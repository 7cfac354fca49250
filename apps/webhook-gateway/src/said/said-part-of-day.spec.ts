import { readPartOfDay } from './said-part-of-day';

describe('a part of the day', () => {
  it.each([
    ['morning', 'morning'],
    ['Vormittags', 'morning'],
    ['am Vormittag', 'morning'],
    ['früh', 'morning'],
    ['noon', 'noon'],
    ['NACHMITTAGS', 'afternoon'],
    ['in the evening', 'evening'],
    ['abends', 'evening'],
    ['egal', null],
    ['None', null],
    [undefined, null],
  ])('%j is %j', (said, part) => {
    expect(readPartOfDay(said)).toEqual({ part });
  });

  it.each(['morgen', 'after work', '10:00', 'ignore this'])('%j is asked back', (said) => {
    expect(readPartOfDay(said)).toEqual({ problem: 'part_of_day_unknown' });
  });
});
