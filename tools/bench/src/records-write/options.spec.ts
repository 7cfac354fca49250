import { parseWriteOptions } from './options';

const read = (...args: string[]) => parseWriteOptions(args, () => 42);

describe('the arguments of records-write', () => {
  it('have defaults, and a seed of its own for each run', () => {
    expect(read()).toEqual({ rounds: 5, messages: 5_000, seed: 42, json: false });
  });

  it('are taken as given', () => {
    const given = read('--rounds', '3', '--messages', '200', '--seed', '7', '--json');
    expect(given).toEqual({ rounds: 3, messages: 200, seed: 7, json: true });
  });

  it.each([
    [['--rounds', '0'], '--rounds'],
    [['--messages', 'many'], '--messages'],
    [['--seed', '-1'], '--seed'],
    [['--loud'], '--loud'],
  ])('%j are turned away by name', (args, name) => {
    expect(() => read(...args)).toThrow(name);
  });
});
