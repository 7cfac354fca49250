import { CommandFailure } from './command-line';
import { momentOf } from './moment-of';

const now = new Date('2026-11-21T10:00:00Z');

describe('a moment on the command line', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T08:30', '2026-11-20T08:30:00.000Z'],
    ['2026-11-20T08:30:15.250Z', '2026-11-20T08:30:15.250Z'],
    ['2026-11-20T08:30+01:00', '2026-11-20T07:30:00.000Z'],
    ['90s', '2026-11-21T09:58:30.000Z'],
    ['30m', '2026-11-21T09:30:00.000Z'],
    ['2h', '2026-11-21T08:00:00.000Z'],
    ['7d', '2026-11-14T10:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(momentOf('--since', text, now).toISOString()).toBe(expected);
  });

  it.each(['yesterday', '2h30m', '2026-13-01', '2026-11-20T25:00', '10:00', '2026-11-20 08:30', '5', ''])(
    'refuses %j, and says which option it was and how to write it',
    (text) => {
      expect(() => momentOf('--since', text, now)).toThrow(CommandFailure);
      expect(() => momentOf('--since', text, now)).toThrow(/^--since .* is no moment\.$/);
    },
  );
});
