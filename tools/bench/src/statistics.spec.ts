import { figuresOf, quantile, rateOf, rateRatioOf, ratioOf } from './statistics';

const upTo = (last: number) => Array.from({ length: last }, (_, index) => last - index);

describe('figures of rounds', () => {
  it('take the nearest rank, whatever the order', () => {
    expect(quantile(upTo(100), 0.5)).toBe(50);
    expect(quantile(upTo(100), 0.99)).toBe(99);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('are of all values, with the least and the greatest of a round beside them', () => {
    expect(figuresOf([[1, 2, 3], [10, 20, 30], [5]])).toEqual({
      median: { value: 5, min: 2, max: 20 },
      p99: { value: 30, min: 3, max: 30 },
    });
  });

  it('compare each round with the one beside it', () => {
    expect(ratioOf([[10], [40]], [[2], [4]]).median).toEqual({ value: 5, min: 5, max: 10 });
  });

  it('tell the rate of all rounds together, and by how much one side is faster', () => {
    expect(rateOf(100, [1, 4])).toEqual({ value: 40, min: 25, max: 100 });
    expect(rateRatioOf([10, 12], [2, 2])).toEqual({ value: 5.5, min: 5, max: 6 });
  });

  it('are none of nothing', () => {
    expect(() => quantile([], 0.5)).toThrow('nothing');
  });
});
