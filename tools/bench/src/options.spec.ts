import { parseOptions } from './options';

const read = (...args: string[]) => parseOptions(args, () => 42);

describe('the arguments of the benchmark', () => {
  it('have defaults, and a seed of its own for each run', () => {
    expect(read('answer')).toEqual({ seed: 42, seconds: 80, json: false, timeline: false });
  });

  it('are taken as given', () => {
    expect(read('answer', '--seed', '7', '--seconds', '16', '--json', '--timeline')).toEqual({
      seed: 7,
      seconds: 16,
      json: true,
      timeline: true,
    });
  });

  it.each([
    [['--seconds', '5', 'answer'], '--seconds'],
    [['answer', '--seconds', '6000'], '--seconds'],
    [['answer', '--seed', 'x'], '--seed'],
    [['answer', '--loud'], '--loud'],
    [[], "'answer'"],
    [['question'], "'answer'"],
  ])('%j are turned away by name', (args, name) => {
    expect(() => read(...args)).toThrow(name);
  });
});
