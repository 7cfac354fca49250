import { createHash } from 'node:crypto';
import { importCatalogueText } from '@callbook/catalogue';
import { createDataSource, migrate, roles } from '@callbook/database';
import { salonCatalogue, testDatabase, type TestDatabase } from '@callbook/testing';
import { runCommandLine } from '../src/cli/run-command-line';

describe('callbook tokens', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    env = { OPS_DATABASE_URL: database.urlFor('callbook_ops') };
    await importCatalogueText(await database.connect(createDataSource), salonCatalogue, { by: 'spec' });
  });
  afterAll(() => database.close());

  async function tokens(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const line = { env, stdout: (text: string) => stdout.push(text), stderr: (text: string) => stderr.push(text) };
    const exitCode = await runCommandLine(['tokens', ...args], line as never);
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }
  const json = async (...args: string[]) => {
    const { exitCode, stdout } = await tokens(...args, '--json');
    return { exitCode, answer: JSON.parse(stdout) as Record<string, unknown> };
  };
  const create = (...args: string[]) =>
    json('create', '--company', 'salon-lindenhof', '--name', 'cash register', '--by', 'anna', ...args);
  const listed = async (...args: string[]) => (await json('ls', ...args)).answer.tokens as Record<string, unknown>[];

  it('create shows a token once, and stores nothing but its digest', async () => {
    const { exitCode, answer } = await create();
    expect({ exitCode, answer }).toMatchObject({ exitCode: 0, answer: { ok: true, company: 'salon-lindenhof' } });
    const { id, token } = answer as { id: string; token: string };
    const secret = token.split('_').slice(2).join('_');
    const [row] = await database.query('SELECT * FROM catalogue.api_tokens WHERE id = $1', [id]);
    expect(row).toMatchObject({ name: 'cash register', created_by: 'anna', revoked_at: null });
    expect(row!.secret_sha256).toEqual(createHash('sha256').update(secret).digest());
    expect((await tokens('ls')).stdout + JSON.stringify(row)).not.toContain(secret);
  });

  it('ls tells when each was last used, as records wrote it', async () => {
    const { id } = (await create('--name', 'calendar wall')).answer;
    expect((await listed()).find((one) => one.id === id)).toMatchObject({ lastUsedAt: null });
    await database.query(`INSERT INTO records.api_token_uses VALUES ($1, '2026-11-21T10:00:00Z')`, [id]);
    expect((await listed()).find((one) => one.id === id)).toMatchObject({ lastUsedAt: '2026-11-21T10:00:00.000Z' });
    const { stdout } = await tokens('ls');
    expect(stdout.split('\n').find((one) => one.includes(String(id)))).toContain('Sat 21 Nov 2026 10:00');
    expect(await listed('--company', 'praxis-am-markt')).toEqual([]);
  });

  it('revoke is done once, and says so when it is done again', async () => {
    const id = String((await create()).answer.id);
    expect(await json('revoke', id, '--by', 'ben')).toMatchObject({ exitCode: 0, answer: { result: 'revoked' } });
    expect(await json('revoke', id.toUpperCase(), '--by', 'eva')).toMatchObject({
      answer: { result: 'already_revoked' },
    });
    expect((await listed()).map((one) => one.id)).not.toContain(id);
    expect((await listed('--all')).find((one) => one.id === id)).toMatchObject({ revokedBy: 'ben' });
  });

  it('says what to do about an unknown company or id, and never repeats a token', async () => {
    const unknown = await tokens('create', '--company', 'nobody', '--name', 'x', '--by', 'anna');
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toContain('callbook catalogue export');
    const gone = await tokens('revoke', '6f1c2f0e-5f0e-4d7e-9a51-2b1f6a3f8c11', '--by', 'anna');
    expect(gone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('callbook tokens ls --all') as string });
    const token = String((await create()).answer.token);
    const mistaken = await tokens('revoke', token, '--by', 'anna');
    expect(mistaken.exitCode).toBe(2);
    expect(mistaken.stderr + mistaken.stdout).not.toContain(token);
  });

  it('can be made by the role of ops alone', async () => {
    for (const role of roles.filter((one) => one !== 'callbook_ops')) {
      env = { OPS_DATABASE_URL: database.urlFor(role) };
      expect((await create()).exitCode).toBe(1);
    }
    env = { OPS_DATABASE_URL: database.urlFor('callbook_ops') };
  });
});
