import { parseOptions } from './options';

describe('the options of a chaos run', () => {
  it('have the defaults of the long form', () => {
    expect(parseOptions([], () => 7)).toEqual({
      seed: 7,
      seconds: 120,
      webhooks: 10,
      bookings: 2,
      web: 0.5,
      cut: false,
    });
  });

  it('are as given', () => {
    expect(parseOptions(['--seed', '0', '--seconds', '20', '--cut'], () => 7)).toMatchObject({
      seed: 0,
      seconds: 20,
      cut: true,
    });
  });

  it.each([
    ['--seed', 'x'],
    ['--seconds', '0'],
    ['--bookings', '-1'],
    ['--web', 'often'],
    ['--webhooks', ''],
  ])('%s %s is refused', (name, text) => {
    expect(() => parseOptions([name, text], () => 7)).toThrow(name);
  });

  it('that do not exist are refused', () => {
    expect(() => parseOptions(['--sed', '1'], () => 7)).toThrow('--sed');
  });
});
