import { parseReadOptions } from './options';

const read = (...args: string[]) => parseReadOptions(args, () => 42);

describe('the arguments of records-read', () => {
  it('have defaults, and a seed of its own for each run', () => {
    expect(read()).toEqual({ appointments: 1_000_000, requests: 200, atOnce: 2, seed: 42, json: false });
  });

  it('are taken as given', () => {
    expect(read('--appointments', '5000', '--requests', '30', '--at-once', '4', '--seed', '7', '--json')).toEqual({
      appointments: 5000,
      requests: 30,
      atOnce: 4,
      seed: 7,
      json: true,
    });
  });

  it.each([
    [['--appointments', '10'], '--appointments'],
    [['--requests', 'x'], '--requests'],
    [['--at-once', '100'], '--at-once'],
    [['--loud'], '--loud'],
  ])('%j are turned away by name', (args, name) => {
    expect(() => read(...args)).toThrow(name);
  });
});
