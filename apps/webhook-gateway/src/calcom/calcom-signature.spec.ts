import { createHmac } from 'node:crypto';
import { noSecretProvided, verifyCalcomSignature } from './calcom-signature';

const rawBody = Buffer.from('{"triggerEvent":"BOOKING_CREATED"}');
const signed = (secret: string) => createHmac('sha256', secret).update(rawBody).digest('hex');
const verify = (header: string | string[] | undefined, secrets = ['new', 'old']) =>
  verifyCalcomSignature({ header, rawBody, secrets });

describe('Cal.com’s signature', () => {
  it('is what openssl makes of the same bytes', () => {
    // printf %s '{"triggerEvent":"BOOKING_CREATED"}' | openssl dgst -sha256 -hmac old
    expect(verify('539d51ea6f9fab6cb7d6ec685117a94363125cd4b4a6f51eb0f0fbab11ed3861')).toBe(true);
  });

  it.each(['new', 'old'])('is accepted when made with the %s secret of a rotation', (secret) => {
    expect(verify(signed(secret))).toBe(true);
  });

  it.each<[string, string | string[] | undefined]>([
    ['missing', undefined],
    ['there twice', [signed('new'), signed('new')]],
    ['the words for "no secret"', noSecretProvided],
    ['made with another secret', signed('other')],
    ['made with an empty secret', signed('')],
    ['in capitals', signed('new').toUpperCase()],
    ['cut short', signed('new').slice(0, 62)],
    ['prefixed', `sha256=${signed('new')}`],
  ])('is refused when it is %s', (_, header) => {
    expect(verify(header)).toBe(false);
  });

  it('is never right without a secret', () => {
    expect(verify(signed(''), [''])).toBe(false);
    expect(verify(signed('new'), [])).toBe(false);
  });
});
