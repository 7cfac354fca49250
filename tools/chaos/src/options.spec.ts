import { parseOptions } from './options';

describe('the options of a chaos run', () => {
  it('have the defaults of the long form', () => {
    expect(parseOptions([], () => 7)).toEqual({
      seed: 7,
      seconds: 120,
      webhooks: 10,
      rate: 2,
      web: 0.5,
      cut: false,
      limit: 'raised',
    });
  });

  it('with a number of bookings are those of another run, slower at the limit that Cal.com has', () => {
    expect(parseOptions(['--bookings', '300'], () => 7)).toMatchObject({ intentions: 300, limit: 'raised', rate: 3 });
    expect(parseOptions(['--bookings', '300', '--limit', 'default'], () => 7)).toMatchObject({
      intentions: 300,
      limit: 'default',
      rate: 1,
    });
  });

  it.each([[['--limit', 'default']], [['--cut', '--bookings', '3']], [['--bookings', '3', '--limit', 'none']]])(
    '%j do not go together',
    (args) => {
      expect(() => parseOptions(args, () => 7)).toThrow(/--bookings|--limit/);
    },
  );

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
    ['--bookings', '0'],
    ['--rate', '-1'],
    ['--web', 'often'],
    ['--webhooks', ''],
  ])('%s %s is refused', (name, text) => {
    expect(() => parseOptions([name, text], () => 7)).toThrow(name);
  });

  it('that do not exist are refused', () => {
    expect(() => parseOptions(['--sed', '1'], () => 7)).toThrow('--sed');
  });
});
