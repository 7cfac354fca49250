import { phoneNumber } from './phone-number';

describe('phone number', () => {
  it.each([
    ['+49 151 12345678', '+4915112345678'],
    ['0049 151 12345678', '+4915112345678'],
    ['0151/12345678', '+4915112345678'],
    ['+43 1 5135777', '+4315135777'],
  ])('reads %s from Germany as %s', (text, e164) => {
    expect(phoneNumber(text, 'DE')).toBe(e164);
  });

  it.each(['anonymous', 'sip:4930@carrier.example', '110', '', null, undefined])('finds none in %j', (text) => {
    expect(phoneNumber(text, 'DE')).toBeNull();
  });

  it('cannot place a national number without a country', () => {
    expect(phoneNumber('0151 12345678')).toBeNull();
  });
});
