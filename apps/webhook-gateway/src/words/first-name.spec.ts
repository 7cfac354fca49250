import { firstName } from './first-name';

describe('the first name', () => {
  it.each([
    ['Jonas Weber', 'Jonas'],
    ['Dr. Lena Marie Vogt', 'Lena'],
    ['Frau Anna Berger', 'Anna'],
  ])('of %j is %j', (name, first) => {
    expect(firstName(name)).toBe(first);
  });

  it.each(['Weber', 'Herr Weber', '', '12 34', null])('of %j is not told: it may be the family name', (name) => {
    expect(firstName(name)).toBeNull();
  });

  it('is cut', () => {
    expect(firstName(`${'x'.repeat(500)} Weber`)).toHaveLength(60);
  });
});
