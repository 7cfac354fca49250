import { safeError } from './safe-error';

describe('an error in a log', () => {
  it('is its name, code, constant message and frames', () => {
    const error = Object.assign(new TypeError('connect ECONNREFUSED 127.0.0.1'), { code: 'ECONNREFUSED' });
    expect(safeError(error)).toMatchObject({
      name: 'TypeError',
      code: 'ECONNREFUSED',
      message: 'connect ECONNREFUSED #.#.#.#',
    });
    expect(safeError(error).frames[0]).toMatch(/^at .*safe-error\.spec\.ts:\d+:\d+\)?$/);
  });

  it.each([
    ['Cal.com refused: Jonas Weber has a booking already', 'Cal.com refused'],
    ['invalid input syntax for type uuid: "Jonas"', 'invalid input syntax for type uuid'],
    ['Key (email)=(a@b.de) already exists.', 'Key'],
    ['unexpected token in JSON\n  at Jonas Weber, Hauptstr. 1', 'unexpected token in JSON'],
    ['jonas@kunde.example is busy', '[e-mail] is busy'],
  ])('does not quote: %s', (message, expected) => {
    const told = JSON.stringify(safeError(new Error(message)));
    expect(safeError(new Error(message)).message).toBe(expected.split('[', 1)[0]);
    for (const quoted of ['Jonas', 'a@b.de', 'Hauptstr', 'jonas@']) expect(told).not.toContain(quoted);
  });

  it('tells the causes in the same way, and not without end', () => {
    const loop = new Error('outer: secret');
    loop.cause = loop;
    expect(JSON.stringify(safeError(loop))).not.toContain('secret');
    expect(safeError(new Error('outer', { cause: new RangeError('inner: secret') })).cause).toMatchObject({
      name: 'RangeError',
      message: 'inner',
    });
  });

  it('says nothing of what was thrown and is no error', () => {
    expect(safeError('Jonas Weber')).toEqual({ name: 'string', message: '', frames: [] });
  });

  it('does not trust the name and the code of an error', () => {
    const error = Object.assign(new Error('x'), { name: 'Jonas Weber', code: 'call +4915112345678' });
    expect(safeError(error)).toMatchObject({ name: 'Error', message: 'x' });
    expect(safeError(error)).not.toHaveProperty('code');
  });
});
