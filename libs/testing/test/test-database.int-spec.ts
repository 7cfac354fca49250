import { sharedStack } from '../src/shared-stack';
import { testDatabase, type TestDatabase } from '../src/test-database';

describe('testDatabase', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is a database of its own', async () => {
    const other = await testDatabase();
    await other.query('create table thing (id int)');
    await expect(database.query('select * from thing')).rejects.toThrow('relation "thing" does not exist');
    await other.close();
  });

  it('gives rows and takes parameters', async () => {
    await expect(database.query<{ sum: number }>('select $1::int + 1 as sum', [41])).resolves.toEqual([{ sum: 42 }]);
  });

  it('hands the owner url of the new database to the migrations, and to each role its name for a password', async () => {
    const given: unknown[] = [];
    const migrated = await testDatabase({ migrate: async (to) => void given.push(to), roles: ['callbook_records'] });
    expect(given).toEqual([{ url: migrated.url, passwords: { callbook_records: 'callbook_records' } }]);
    expect(migrated.url).not.toBe(sharedStack().databaseUrl);
    await migrated.close();
  });

  it('gives the same database as another user', () => {
    const url = new URL(database.urlFor('callbook_records', 'secret'));
    expect([url.username, url.password, url.pathname]).toEqual([
      'callbook_records',
      'secret',
      new URL(database.url).pathname,
    ]);
  });

  it('connects data sources as the user wanted, and ends with itself those that are not ended yet', async () => {
    const own = await testDatabase();
    const ended: string[] = [];
    const source = ({ url, applicationName }: { url: string; applicationName: string }) => ({
      name: `${new URL(url).username} ${applicationName}`,
      isInitialized: false,
      async initialize() {
        this.isInitialized = true;
      },
      async destroy() {
        if (!this.isInitialized) throw new Error('ended twice');
        this.isInitialized = false;
        ended.push(this.name);
      },
    });
    const early = await own.connect(source, 'callbook_ops');
    await own.connect(source, 'callbook_records', 'replica');
    await early.destroy();
    await own.close();
    expect(ended).toEqual(['callbook_ops spec', 'callbook_records replica']);
  });

  it('is gone after a spec that passed, also under an open session', async () => {
    const gone = await testDatabase();
    const name = new URL(gone.url).pathname.slice(1);
    await gone.query('select 1');
    await gone.close();
    await expect(database.query('select 1 from pg_database where datname = $1', [name])).resolves.toEqual([]);
  });
});
