import { diffText, jsonDiff } from './json-diff';

describe('the difference of two bodies', () => {
  it.each([
    ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, ''],
    [
      'a value',
      { data: { start: 'x', end: 'y' } },
      { data: { start: 'z', end: 'y' } },
      '- data.start: "x"\n+ data.start: "z"',
    ],
    ['a field that came', { a: 1 }, { a: 1, b: null }, '+ b: null'],
    ['a field that went', { a: 1, b: { c: 2 } }, { a: 1 }, '- b: {"c":2}'],
    ['an item of a list', { a: [1, 2] }, { a: [1, 3, 4] }, '- a.1: 2\n+ a.1: 3\n+ a.2: 4'],
    ['another kind of value', { a: [1] }, { a: { 0: 1 } }, '- a: [1]\n+ a: {"0":1}'],
    ['null and a value', { a: null }, { a: {} }, '- a: null\n+ a: {}'],
    ['the whole', 'x', { a: 1 }, '- (body): "x"\n+ (body): {"a":1}'],
    ['what was no JSON', undefined, { a: 1 }, '+ (body): {"a":1}'],
  ])('is %s', (_, before, after, text) => {
    expect(diffText(jsonDiff(before, after))).toBe(text);
  });

  it('shows the beginning of a long value', () => {
    const text = diffText(jsonDiff({ a: 'x'.repeat(10_000) }, { a: 'y' }));
    expect(text.length).toBeLessThan(300);
    expect(text).toContain('(10002 characters)');
  });
});
