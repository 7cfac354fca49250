import { formatPrice, parsePrice } from './price';

describe('a price in the catalogue file', () => {
  it.each([
    ['32.00 EUR', 3200, 'EUR'],
    ['29,50 EUR', 2950, 'EUR'],
    ['120 EUR', 12_000, 'EUR'],
    ['0 EUR', 0, 'EUR'],
    ['1500 JPY', 1500, 'JPY'],
    ['19.99 CHF', 1999, 'CHF'],
  ])('reads %s', (text, minor, currency) => {
    expect(parsePrice(text)).toEqual({ minor, currency });
  });

  it.each(['32', '32.0 EUR', '32.005 EUR', '-1 EUR', 'EUR 32', '32 euro', '32 XYZ', '1.200,00 EUR', '15.00 JPY', ''])(
    'refuses %j',
    (text) => {
      expect(parsePrice(text)).toBeUndefined();
    },
  );

  it.each(['32.00 EUR', '0.05 EUR', '1500 JPY'])('writes %s as it was', (text) => {
    expect(formatPrice(parsePrice(text)!)).toBe(text);
  });
});
