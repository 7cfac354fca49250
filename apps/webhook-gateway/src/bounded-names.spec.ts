import { BoundedNames } from './bounded-names';

describe('names from outside as labels', () => {
  it('are kept until there are too many', () => {
    const names = new BoundedNames(['call_started'], 2);
    expect(['call_started', 'call_cloned', 'call_forked', 'call_cloned'].map((name) => names.labelOf(name))).toEqual([
      'call_started',
      'call_cloned',
      'other',
      'call_cloned',
    ]);
  });

  it.each(['Jonas Weber', 'Jonas', '+4915112345678', 'x'.repeat(41), ''])(
    'are never %j, which may be personal or endless',
    (name) => {
      expect(new BoundedNames([], 10).labelOf(name)).toBe('other');
    },
  );
});
