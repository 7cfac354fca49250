import { readHost } from './read-host';

const anna = {
  id: 1001,
  name: 'Anna Berger',
  email: 'anna.berger@salon-lindenhof.example',
  displayEmail: 'anna.berger@salon-lindenhof.example',
  username: 'anna-berger',
  timeZone: 'Europe/Berlin',
};
const { displayEmail: _, ...host } = anna;
const sentinel = { id: 'unknown', name: 'unknown', email: 'unknown', username: 'unknown', timeZone: 'unknown' };

describe('host of a booking', () => {
  it.each<[string, unknown, unknown]>([
    ['is the first', [anna, { ...anna, id: 1002 }], host],
    ['may have its id as text', [{ ...anna, id: '1001' }], host],
    ['is the first usable one', [sentinel, null, {}, anna], host],
    ['may lack a username', [{ ...anna, username: 'unknown' }], { ...host, username: null }],
    ['may lack everything but the id', [{ id: 7 }], { id: 7, name: null, email: null, timeZone: null, username: null }],
  ])('%s', (_name, hosts, expected) => expect(readHost(hosts)).toEqual({ host: expected, hostMissing: null }));

  it.each<[string, unknown, string]>([
    ['missing', undefined, 'no_host'],
    ['null', null, 'no_host'],
    ['empty', [], 'no_host'],
    ['not a list', { ...anna }, 'no_host'],
    ['a list of nothing', [null, 'unknown', {}], 'no_host'],
    [
      'without a usable id',
      [
        { ...anna, id: 0 },
        { ...anna, id: 1.5 },
        { ...anna, id: 'x1' },
      ],
      'no_host',
    ],
    ['the sentinel', [sentinel], 'sentinel_host'],
  ])('is reported missing when `hosts` is %s', (_name, hosts, hostMissing) =>
    expect(readHost(hosts)).toEqual({ host: null, hostMissing }),
  );
});
