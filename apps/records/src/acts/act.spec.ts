import { isLaterAct, markOf, timeOfAct } from './act';

const at = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-22T10:00:01Z');

describe('of several acts on one thing', () => {
  it.each([
    ['the only one counts', { at, eventId: 'a' }, null, true],
    ['the later one counts', { at: later, eventId: 'a' }, { at, eventId: 'b' }, true],
    ['an earlier one does not', { at, eventId: 'b' }, { at: later, eventId: 'a' }, false],
    ['at one time the greater event id counts', { at, eventId: 'b' }, { at, eventId: 'a' }, true],
    ['the same one does not count twice', { at, eventId: 'a' }, { at, eventId: 'a' }, false],
  ])('%s', (_, act, known, expected) => {
    expect(isLaterAct(act, known)).toBe(expected);
  });

  it('a new one is later than what it follows, whatever the clock says', () => {
    expect(timeOfAct(later, { at, eventId: 'a' })).toEqual(later);
    expect(timeOfAct(at, null)).toEqual(at);
    expect(
      isLaterAct({ at: timeOfAct(at, { at: later, eventId: 'z' }), eventId: 'a' }, { at: later, eventId: 'z' }),
    ).toBe(true);
    expect(timeOfAct(at, { at, eventId: 'z' }).getTime()).toBe(at.getTime() + 1);
  });

  it('there is no mark where nobody has acted', () => {
    expect(markOf(null, null)).toBeNull();
    expect(markOf(at, 'a')).toEqual({ at, eventId: 'a' });
  });
});
