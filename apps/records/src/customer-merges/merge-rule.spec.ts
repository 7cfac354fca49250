import { permutations } from '../../test/support/permutations';
import { refusalOfMerge, refusalOfUnmerge } from './merge-refusals';
import { decided, type Mergeable, representativeOf } from './merge-rule';

const customer = (id: string, said: Partial<Mergeable> = {}): Mergeable => ({
  id,
  company: 'salon-lindenhof',
  mergedInto: null,
  representedBy: null,
  mergeDecidedAt: null,
  mergeDecidedBy: null,
  ...said,
});
const people = ['a', 'b', 'c'].map((id) => customer(id));

interface Act {
  readonly minute: number;
  readonly id: string;
  readonly into: string | null;
}

function after(acts: readonly Act[], family: readonly Mergeable[] = people): Mergeable[] {
  return acts.reduce<Mergeable[]>(
    (known, { minute, id, into }) => {
      const at = new Date(Date.UTC(2026, 10, 22, 10, minute));
      const changed = decided(known, id, { into, at, eventId: `act ${minute}` });
      return known.map((one) => changed.find((other) => other.id === one.id) ?? one);
    },
    [...family],
  );
}

const representatives = (family: readonly Mergeable[]) =>
  Object.fromEntries(family.map(({ id, representedBy }) => [id, representedBy]));

describe('who stands for a customer', () => {
  it.each<[string, Act[], Record<string, string | null>]>([
    ['is whom it was merged into', [{ minute: 1, id: 'b', into: 'a' }], { a: null, b: 'a', c: null }],
    [
      'is the customer itself again once the merge was taken back',
      [
        { minute: 1, id: 'b', into: 'a' },
        { minute: 2, id: 'b', into: null },
      ],
      { a: null, b: null, c: null },
    ],
    [
      'is decided by the latest act about each',
      [
        { minute: 1, id: 'c', into: 'b' },
        { minute: 2, id: 'c', into: null },
        { minute: 3, id: 'b', into: 'a' },
        { minute: 4, id: 'c', into: 'a' },
      ],
      { a: null, b: 'a', c: 'a' },
    ],
    [
      'does not care for a circle that never was: merged, taken back, merged the other way',
      [
        { minute: 1, id: 'b', into: 'a' },
        { minute: 2, id: 'b', into: null },
        { minute: 3, id: 'a', into: 'b' },
      ],
      { a: 'b', b: null, c: null },
    ],
  ])('%s, in every order of the acts', (_, acts, expected) => {
    const families = permutations(acts).map((order) => after(order));
    for (const family of families) expect(family).toEqual(families[0]);
    expect(representatives(families[0]!)).toEqual(expected);
  });

  it('is the last of a chain, and nobody else in a circle, while acts are still missing', () => {
    const chain = after([
      { minute: 1, id: 'c', into: 'b' },
      { minute: 3, id: 'b', into: 'a' },
    ]);
    expect(representatives(chain)).toEqual({ a: null, b: 'a', c: 'a' });
    const circle = after([
      { minute: 1, id: 'a', into: 'b' },
      { minute: 3, id: 'b', into: 'a' },
    ]);
    expect(representatives(circle)).toEqual({ a: null, b: null, c: null });
    const besideCircle = [
      customer('a', { mergedInto: 'b' }),
      customer('b', { mergedInto: 'a' }),
      customer('c', { mergedInto: 'a' }),
    ];
    expect(representativeOf('c', besideCircle)).toBeNull();
  });

  it('is written only for those for whom it is another', () => {
    const family = after([{ minute: 1, id: 'b', into: 'a' }]);
    const act = { into: 'a', at: new Date(Date.UTC(2026, 10, 22, 10, 1)), eventId: 'act 1' };
    expect(decided(family, 'b', act)).toEqual([]);
    expect(decided(family, 'c', { ...act, eventId: 'act c' }).map(({ id }) => id)).toEqual(['c']);
    expect(decided(family, 'nobody', act)).toEqual([]);
  });
});

describe('a merge', () => {
  const merged = after([{ minute: 1, id: 'b', into: 'a' }]);

  it.each([
    ['of two customers is possible', people, 'b', 'a', null],
    ['that is there already is no fault', merged, 'b', 'a', null],
    ['of nobody', people, 'x', 'a', 'customer_unknown'],
    ['into nobody', people, 'b', 'x', 'into_unknown'],
    ['of a customer into itself', people, 'b', 'b', 'same_customer'],
    ['across companies', [customer('a'), customer('b', { company: 'praxis-am-markt' })], 'b', 'a', 'other_company'],
    ['of one that is merged into another one already', merged, 'b', 'c', 'already_merged_elsewhere'],
    ['into one that was merged itself: a chain', merged, 'c', 'b', 'into_is_merged'],
    ['of one that has others: a chain', merged, 'a', 'c', 'has_merged'],
    ['into one that was merged into it: a circle', merged, 'a', 'b', 'into_is_merged'],
  ] as const)('%s', (_, family, customerId, intoId, expected) => {
    expect(refusalOfMerge(family, { customerId, intoId })).toBe(expected);
  });

  it('of nobody cannot be taken back', () => {
    expect(refusalOfUnmerge(people, { customerId: 'x' })).toBe('customer_unknown');
    expect(refusalOfUnmerge(people, { customerId: 'b' })).toBeNull();
  });
});
