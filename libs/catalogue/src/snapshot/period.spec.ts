import { histories, periodOf, valueAt, valueAtOrBefore } from './period';

const march = Date.parse('2026-03-01T00:00:00Z');
const april = Date.parse('2026-04-01T00:00:00Z');
const june = Date.parse('2026-06-01T00:00:00Z');
const iso = (time: number) => new Date(time).toISOString();

const priced = histories([
  ['cut', periodOf({ valid_from: iso(april), valid_to: null }, 34)],
  ['cut', periodOf({ valid_from: iso(march), valid_to: iso(april) }, 32)],
  ['perm', periodOf({ valid_from: iso(march), valid_to: iso(april) }, 120)],
]);

describe('what was true when', () => {
  it.each([
    ['at its first moment', march, 32],
    ['just before the change', april - 1, 32],
    ['at the change', april, 34],
    ['long after', june, 34],
    ['before anything was known', march - 1, 32],
  ])('is found %s', (_, at, value) => {
    expect(valueAt(priced.get('cut')!, at)).toBe(value);
  });

  it('is nothing after the end, unless the last value is asked for', () => {
    expect(valueAt(priced.get('perm')!, june)).toBeUndefined();
    expect(valueAtOrBefore(priced.get('perm')!, june)).toBe(120);
    expect(valueAtOrBefore([], june)).toBeUndefined();
  });
});
