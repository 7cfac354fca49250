import { storable } from './storable';

describe('what a database can store', () => {
  it('has U+FFFD for NUL and for half a surrogate pair, wherever they stand', () => {
    expect(storable({ name: 'a\0b', list: ['\ud83d', 'x'], deep: { '\0key': '\udc00z' } })).toEqual({
      name: 'a\ufffdb',
      list: ['\ufffd', 'x'],
      deep: { '\ufffdkey': '\ufffdz' },
    });
  });

  it('is the very same value when there is nothing to replace', () => {
    const value = {
      sql: "Robert'); DROP TABLE calls;--",
      emoji: '👩‍👧 💇',
      rightToLeft: '\u202eשלום',
      long: 'x'.repeat(10_000),
      nothing: null,
      count: 7,
      list: [{ deep: true }],
    };
    expect(storable(value)).toBe(value);
  });
});
