import { originOf } from './origin';

describe('base URL', () => {
  it('is reduced to its origin', () => {
    expect(originOf('https://api.cal.com/')).toBe('https://api.cal.com');
    expect(originOf('http://localhost:3010', ['localhost:3010'])).toBe('http://localhost:3010');
  });

  it.each([
    '',
    'api.cal.com',
    'ftp://api.cal.com',
    'https://api.cal.com/v2',
    'https://api.cal.com?x=1',
    'https://u:p@api.cal.com',
  ])('may not be %s', (url) => expect(() => originOf(url)).toThrow(TypeError));

  it('may not name a host that is not configured, nor another port of one that is', () => {
    expect(() => originOf('https://evil.example', ['api.cal.com'])).toThrow('evil.example');
    expect(() => originOf('https://api.cal.com:444', ['api.cal.com'])).toThrow('api.cal.com:444');
  });
});
