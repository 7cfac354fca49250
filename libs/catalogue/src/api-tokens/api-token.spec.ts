import { newApiToken, readApiToken } from './api-token';

describe('a token of the API', () => {
  it('is read as the id and the digest that were stored when it was made', () => {
    const { token, id, secretSha256 } = newApiToken();
    expect(readApiToken(token)).toEqual({ id, secretSha256 });
  });

  it('holds 256 bits that no other has', () => {
    const [one, other] = [newApiToken(), newApiToken()];
    const secret = one.token.split('_').slice(2).join('_');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(one.secretSha256.equals(other.secretSha256)).toBe(false);
  });

  it.each([
    '',
    'cbk_',
    'Bearer x',
    `cbk_${'0'.repeat(32)}_short`,
    ` ${newApiToken().token}`,
    `${newApiToken().token}x`,
  ])('is not read out of "%s"', (text) => {
    expect(readApiToken(text)).toBeUndefined();
  });
});
