import { createHmac } from 'node:crypto';
import { signatureWindowMs, verifyRetellSignature, type SignedRequest } from './signature';

const key = 'key_test_0123456789abcdef';
const body = '{"event":"call_started","call":{"call_id":"call_test"}}';
const signedAt = 1_790_000_000_000;
const digest = 'c7e7f9a829b648c352d9e9c619fc5462ab3a47e2b9093eb134029c76b5d0785c';
const digestOfNothing = '66c3b0ad6e947795669396c9a1e8ba70517c217009337f9f6114b8fc6d7d8d4a';

const verify = (change: Partial<Omit<SignedRequest, 'rawBody'>> & { rawBody?: string } = {}): boolean =>
  verifyRetellSignature({
    header: `v=${signedAt},d=${digest}`,
    keys: [key],
    now: new Date(signedAt),
    ...change,
    rawBody: Buffer.from(change.rawBody ?? body),
  });

describe('Retell signature', () => {
  it('accepts the known vectors, with and without a body', () => {
    expect(verify()).toBe(true);
    expect(verify({ rawBody: '', header: `v=${signedAt},d=${digestOfNothing}` })).toBe(true);
  });

  it('accepts a digest in capitals', () => {
    expect(verify({ header: `v=${signedAt},d=${digest.toUpperCase()}` })).toBe(true);
  });

  it('covers the bytes, not the meaning, of the body', () => {
    expect(verify({ rawBody: body.replace(',', ', ') })).toBe(false);
  });

  it('signs non-ASCII text as UTF-8', () => {
    const rawBody = '{"name":"Jürgen Groß"}';
    const header = `v=${signedAt},d=${createHmac('sha256', key).update(`${rawBody}${signedAt}`, 'utf8').digest('hex')}`;
    expect(verify({ rawBody, header })).toBe(true);
  });

  it('accepts any of several keys during a rotation', () => {
    expect(verify({ keys: ['key_new', key] })).toBe(true);
    expect(verify({ keys: ['key_new'] })).toBe(false);
  });

  it.each([
    ['five minutes old', signatureWindowMs, true],
    ['a millisecond older', signatureWindowMs + 1, false],
    ['five minutes ahead', -signatureWindowMs, true],
    ['a millisecond further ahead', -signatureWindowMs - 1, false],
  ])('is judged when it is %s', (_, age, accepted) => {
    expect(verify({ now: new Date(signedAt + age) })).toBe(accepted);
  });

  it('binds the time: another one with the same digest is refused', () => {
    expect(verify({ header: `v=${signedAt + 1},d=${digest}` })).toBe(false);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['sent twice', [`v=${signedAt},d=${digest}`, `v=${signedAt},d=${digest}`]],
    ['without a time', `d=${digest}`],
    ['with a short digest', `v=${signedAt},d=${digest.slice(2)}`],
    ['with a digest that is not hex', `v=${signedAt},d=${'z'.repeat(64)}`],
    ['followed by something', `v=${signedAt},d=${digest} `],
    ['in another order', `d=${digest},v=${signedAt}`],
  ])('is refused when it is %s', (_, header) => {
    expect(verify({ header })).toBe(false);
  });

  it('accepts nothing with an empty key or none', () => {
    const withEmptyKey = createHmac('sha256', '').update(`${body}${signedAt}`).digest('hex');
    expect(verify({ keys: [''], header: `v=${signedAt},d=${withEmptyKey}` })).toBe(false);
    expect(verify({ keys: [] })).toBe(false);
  });
});
