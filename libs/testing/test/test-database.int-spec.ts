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

  it('hands the owner url of the new database to the migrations', async () => {
    const urls: string[] = [];
    const migrated = await testDatabase({ migrate: async (url) => void urls.push(url) });
    expect(urls).toEqual([migrated.url]);
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

  it('is gone after a spec that passed, also under an open session', async () => {
    const gone = await testDatabase();
    const name = new URL(gone.url).pathname.slice(1);
    await gone.query('select 1');
    await gone.close();
    await expect(database.query('select 1 from pg_database where datname = $1', [name])).resolves.toEqual([]);
  });
});
