import { testDatabase, type TestDatabase } from '@callbook/testing';
import { migrate, type MigratedSchema, revertNewest, schemas } from '../src';

describe('migrate', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const tables = async () => {
    const rows = await database.query<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
       WHERE table_schema = ANY ($1) AND table_name <> 'migrations' ORDER BY name`,
      [schemas.map(({ name }) => name)],
    );
    return rows.map(({ name }) => name);
  };
  const applied = async (schema: string) => (await database.query(`SELECT name FROM ${schema}.migrations`)).length;

  it('makes every schema, also when five do it at once', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => migrate({ url: database.url })));
    for (const { name, migrations } of schemas) expect([name, await applied(name)]).toEqual([name, migrations.length]);
    expect(await tables()).toEqual(
      expect.arrayContaining(['booking.attempts', 'booking.outbox', 'catalogue.companies', 'catalogue.services']),
    );
  });

  it('does nothing the second time, and says so', async () => {
    const before = await tables();
    const migrated: MigratedSchema[] = [];
    await migrate({ url: database.url, onSchema: (schema) => migrated.push(schema) });
    expect(migrated).toEqual(schemas.map(({ name }) => ({ schema: name, applied: [] })));
    expect(await tables()).toEqual(before);
  });

  it('can be undone, newest first, and done again', async () => {
    const before = await tables();
    for (const { name, migrations } of schemas.toReversed())
      for (const _ of migrations) await revertNewest(database.url, name);
    expect(await tables()).toEqual([]);
    await migrate({ url: database.url });
    expect(await tables()).toEqual(before);
  });

  it('leaves no lock behind when it fails, and goes on where it stopped', async () => {
    for (const { name, migrations } of schemas.toReversed())
      for (const _ of migrations) await revertNewest(database.url, name);
    await database.query('CREATE TABLE catalogue.companies (id text)');
    await expect(migrate({ url: database.url })).rejects.toThrow('already exists');
    await database.query('DROP TABLE catalogue.companies');
    await migrate({ url: database.url });
    expect(
      await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    ).toEqual([]);
  });

  it('knows no other schema', async () => {
    await expect(revertNewest(database.url, 'ledger')).rejects.toThrow('There is no schema "ledger"');
  });
});
