import { parseOptions } from './options';

describe('options', () => {
  it('have defaults, and a random seed where none is given', () => {
    expect(parseOptions([], () => 4)).toEqual({ runs: 3_000, seed: 4, atOnce: 300, json: false });
  });

  it('are taken as they are said', () => {
    const args = ['--runs', '7', '--seed', '0', '--at-once', '2', '--json'];
    expect(parseOptions(args, () => 4)).toEqual({ runs: 7, seed: 0, atOnce: 2, json: true });
  });

  it.each([
    [['--runs', '0'], /--runs must be a whole number from 1/],
    [['--seed', 'x'], /--seed must be a whole number from 0/],
    [['--fast'], /--fast/],
  ])('%j are refused', (args, why) => {
    expect(() => parseOptions(args, () => 4)).toThrow(why);
  });
});
