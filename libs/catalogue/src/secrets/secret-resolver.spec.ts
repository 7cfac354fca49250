import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretMissing, SecretResolver } from './secret-resolver';

describe('secret references', () => {
  const directory = mkdtempSync(join(tmpdir(), 'callbook-secrets-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const resolver = new SecretResolver({ CALCOM_API_KEY: 'cal_123', EMPTY: '' });

  it('lead to a variable', () => {
    expect(resolver.resolve('env:CALCOM_API_KEY')).toBe('cal_123');
  });

  it('lead to a file, whose last line break is no part of the secret and whose change counts at once', () => {
    const path = join(directory, 'key');
    writeFileSync(path, 'first\n');
    expect(resolver.resolve(`file:${path}`)).toBe('first');
    writeFileSync(path, 'second\n');
    expect(resolver.resolve(`file:${path}`)).toBe('second');
  });

  it.each(['env:NOT_SET', 'env:EMPTY', 'file:/nowhere/at/all'] as const)('say that %s leads nowhere', (reference) => {
    expect(() => resolver.resolve(reference)).toThrow(SecretMissing);
    expect(() => resolver.resolve(reference)).toThrow(reference);
  });
});
