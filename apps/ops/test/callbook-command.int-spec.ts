import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { roles } from '@callbook/database';
import { sharedStack, testDatabase, type TestDatabase, testPrefix, type TestPrefix } from '@callbook/testing';
import { Client } from 'pg';

const root = resolve(__dirname, '../../..');
const sample = join(root, 'apps/ops/catalogue/salon-lindenhof.yaml');

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as people start it, in a process of its own that sees only the given settings. */
function callbook(args: string[], env: Record<string, string>): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((settle) => {
    execFile(
      process.execPath,
      [join(root, 'bin/callbook.js'), ...args],
      { env: { PATH, HOME, ...env }, timeout: 60_000 },
      (error, stdout, stderr) => settle({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('the callbook command on a database', () => {
  let database: TestDatabase;
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'callbook-command-'));
    env = {
      DATABASE_URL: database.url,
      ...Object.fromEntries(
        roles.map((role) => [`${role.replace('callbook_', '').toUpperCase()}_DATABASE_URL`, database.urlFor(role)]),
      ),
    };
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await database.close();
  });

  const json = async (args: string[], settings = env): Promise<Ended & { answer: Record<string, unknown> }> => {
    const ended = await callbook([...args, '--json'], settings);
    return { ...ended, answer: JSON.parse(ended.stdout) as Record<string, unknown> };
  };

  it('says that an empty database has to be migrated first', async () => {
    const { exitCode, stderr } = await callbook(['catalogue', 'import', sample], { DATABASE_URL: database.url });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Run: callbook migrate');
  });

  it('migrates, and gives the roles the passwords of the apps', async () => {
    const { exitCode, answer } = await json(['migrate']);
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({ ok: true, passwordsSet: roles });
    const booking = new Client({ connectionString: env.BOOKING_DATABASE_URL });
    await booking.connect();
    await expect(booking.query('SELECT count(*) FROM booking.attempts')).resolves.toMatchObject({ rowCount: 1 });
    await booking.end();
  });

  it('migrates a second time without anything to do', async () => {
    const { exitCode, stdout } = await callbook(['migrate'], { DATABASE_URL: database.url });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('catalogue: up to date');
    expect(stdout).toContain('no passwords were given');
  });

  it('imports the sample, and again without change', async () => {
    const first = await json(['catalogue', 'import', sample, '--by', 'spec']);
    expect(first).toMatchObject({ exitCode: 0, answer: { ok: true, version: 1, changed: true } });
    const again = await json(['catalogue', 'import', sample]);
    expect(again).toMatchObject({ exitCode: 0, answer: { ok: true, version: 1, changed: false } });
    expect(await database.query('SELECT imported_by FROM catalogue.imports')).toEqual([{ imported_by: 'spec' }]);
  });

  it('exports what it imports again without change, to stdout or into a file', async () => {
    const file = join(folder, 'exported.yaml');
    expect(await callbook(['catalogue', 'export', file], env)).toMatchObject({ exitCode: 0 });
    expect((await callbook(['catalogue', 'export'], env)).stdout).toBe(await readFile(file, 'utf8'));
    expect(await json(['catalogue', 'import', file])).toMatchObject({ exitCode: 0, answer: { changed: false } });
  });

  it('refuses a wrong file with everything that is wrong in it', async () => {
    const file = join(folder, 'wrong.yaml');
    const text = await readFile(sample, 'utf8');
    await writeFile(file, text.replace('89.00 EUR', '89 euros').replace('env:CALCOM_API_KEY', 'cal_live_secret'));
    const { exitCode, stdout, stderr, answer } = await json(['catalogue', 'import', file]);
    expect(exitCode).toBe(1);
    expect(answer).toMatchObject({
      ok: false,
      problems: [
        { path: 'companies.salon-lindenhof.calcom.apiKey' },
        { path: 'companies.salon-lindenhof.services.faerben.price' },
      ],
    });
    expect(stderr).toContain('services.faerben.price');
    expect(stdout + stderr).not.toContain('cal_live_secret');
  });

  it('refuses a file that would end a company by accident, and says how to do it on purpose', async () => {
    const file = join(folder, 'salon.yaml');
    await writeFile(file, (await readFile(sample, 'utf8')).replace(/ {2}praxis-am-markt:[^]*/, ''));
    const refused = await callbook(['catalogue', 'import', file], env);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('--end-missing-companies');
    const ended = await json(['catalogue', 'import', file, '--end-missing-companies']);
    expect(ended.answer).toMatchObject({ changed: true, tables: { companies: { ended: 1 } } });
  });

  it('ends with 2 when there is no such file', async () => {
    const { exitCode, stderr } = await callbook(['catalogue', 'import', join(folder, 'nothing.yaml')], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('cannot be opened (ENOENT)') });
  });

  it('says so when the role may not import', async () => {
    const { exitCode, stderr } = await callbook(['catalogue', 'import', sample], {
      OPS_DATABASE_URL: database.urlFor('callbook_booking'),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The role in OPS_DATABASE_URL may not do this.');
  });

  it('names a database that does not exist', async () => {
    const { exitCode, stderr } = await callbook(['migrate'], { DATABASE_URL: `${database.url}_gone` });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The database named in DATABASE_URL does not exist.');
  });
});

describe('the callbook command on a broker', () => {
  let prefix: TestPrefix;
  beforeAll(() => {
    prefix = testPrefix();
  });
  afterAll(() => prefix.close());

  it('declares the topology, and again without harm', async () => {
    const env = { RABBITMQ_URL: sharedStack().rabbitmqUrl, MESSAGING_PREFIX: prefix.prefix };
    for (const _ of ['first', 'second']) {
      const { exitCode, stdout } = await callbook(['topology', 'declare', '--json'], env);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    }
  });

  it('says what to do about a queue that has other arguments', async () => {
    const env = { RABBITMQ_URL: sharedStack().rabbitmqUrl, MESSAGING_PREFIX: prefix.prefix, DELIVERY_LIMIT: '3' };
    const { exitCode, stderr } = await callbook(['topology', 'declare'], env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('x-delivery-limit');
    expect(stderr).toContain('Arguments cannot be changed under a name');
  });
});
