import { parseAlertChannels, parseSigningKey } from './alert-channels';

describe('ALERT_WEBHOOKS', () => {
  it('names channels with kind and address, and may be empty', () => {
    expect(
      parseAlertChannels(
        'team=slack+https://hooks.slack.com/services/T/B/x\n  pager=json+http://10.0.0.7:8080/alerts?to=1',
      ),
    ).toEqual([
      { name: 'team', kind: 'slack', url: 'https://hooks.slack.com/services/T/B/x' },
      { name: 'pager', kind: 'json', url: 'http://10.0.0.7:8080/alerts?to=1' },
    ]);
    expect(parseAlertChannels(' ')).toEqual([]);
  });

  it.each([
    ['https://hooks.slack.com/secret', 'entry 1 is not'],
    ['team=mail+https://x/secret', 'entry 1 is not'],
    ['team=slack+ftp://x/secret', 'entry 1 is not'],
    ['Team=slack+https://x/secret', 'entry 1 is not'],
    ['a=json+https://x/y b=json+https://u:secret@x/y', 'entry 2 has a user'],
    ['a=json+https://x/secret a=json+https://x/z', 'two entries are called a'],
    ['a=json+https://', 'entry 1 is not'],
  ])('is refused when it is %s, without repeating the address', (text, why) => {
    expect(() => parseAlertChannels(text)).toThrow(why);
    expect(() => parseAlertChannels(text)).not.toThrow('secret');
  });
});

describe('ALERT_SIGNING_KEY', () => {
  it('is base64 of 24 bytes or more, as Standard Webhooks writes it', () => {
    expect(parseSigningKey(`whsec_${Buffer.alloc(24, 7).toString('base64')}`)).toEqual(Buffer.alloc(24, 7));
  });

  it.each([
    '',
    'whsec_',
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    Buffer.alloc(32).toString('base64'),
    'whsec_***',
  ])('is refused when it is %j', (text) => {
    expect(() => parseSigningKey(text)).toThrow();
  });
});
