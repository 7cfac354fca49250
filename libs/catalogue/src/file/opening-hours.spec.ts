import { parseDay } from './opening-hours';

describe('opening hours of a day', () => {
  it.each([
    ['09:00-18:30', [{ opens: '09:00', closes: '18:30' }]],
    ['09:00 – 24:00', [{ opens: '09:00', closes: '24:00' }]],
    [
      ['14:00-18:00', '09:00-13:00'],
      [
        { opens: '09:00', closes: '13:00' },
        { opens: '14:00', closes: '18:00' },
      ],
    ],
  ])('reads %j', (written, spans) => {
    expect(parseDay(written)).toEqual(spans);
  });

  it.each([
    '9-18',
    '18:00-09:00',
    '09:00-09:00',
    '25:00-26:00',
    'closed',
    [],
    ['09:00-13:00', '12:00-18:00'],
    ['09:00-13:00', 7],
    null,
    540,
  ])('refuses %j', (written) => {
    expect(parseDay(written)).toBeUndefined();
  });
});
