import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { QueryRunner } from 'typeorm';
import { createDataSource, migrate, revertNewest, type Schema, schemas } from '../src';
import { fingerprint } from './support/fingerprint';
import { emptyTables, fillEmptyTables } from './support/rows-in-every-table';

const names = schemas.map(({ name }) => name);

describe('a migration', () => {
  const opened: TestDatabase[] = [];
  afterAll(() => Promise.all(opened.map((database) => database.close())));

  async function open(): Promise<{ url: string; db: QueryRunner }> {
    const database = await testDatabase();
    opened.push(database);
    return { url: database.url, db: (await database.connect(createDataSource)).createQueryRunner() };
  }

  it('goes up, down and up again on a database with rows in every table, and leaves the same schema', async () => {
    const [fresh, full] = await Promise.all([open(), open()]);
    await migrate({ url: full.url });
    await fillEmptyTables(full.db);
    expect(await emptyTables(full.db, names)).toEqual([]); // rows-in-every-table.ts gives each new table its row

    const after = new Map<string, string[][]>();
    for (const schema of schemas) {
      const steps = [await schemaOf(fresh, schema, 0)];
      for (let n = 1; n <= schema.migrations.length; n++) steps.push(await schemaOf(fresh, schema, n));
      after.set(schema.name, steps);
    }
    // The last schema first: its views read the others.
    for (const schema of schemas.toReversed())
      for (let n = schema.migrations.length; n > 0; n--) {
        const name = schema.migrations[n - 1]?.name;
        await revertNewest(full.url, schema.name);
        expect([name, 'down', proven(await schemaOf(full, schema, n - 1))]).toEqual([
          name,
          'down',
          proven(after.get(schema.name)?.[n - 1] ?? []),
        ]);
        expect([name, 'up', await schemaOf(full, schema, n)]).toEqual([name, 'up', after.get(schema.name)?.[n]]);
        await revertNewest(full.url, schema.name);
      }
  }, 120_000); // a hundred migrations, each with connections of its own

  /** Migrates up to the nth migration, if that is not done, and tells what the schema is then. */
  async function schemaOf({ url, db }: { url: string; db: QueryRunner }, schema: Schema, n: number) {
    const part = {
      ...schema,
      migrations: schema.migrations.slice(0, n),
      access: { ...schema.access, views: {}, restricted: {} },
    };
    await migrate({ url, only: [part] });
    return fingerprint(db, [schema.name]);
  }
});

/** A constraint that once held for all rows is not forgotten to do so by going back to where only new rows were asked. */
const proven = (lines: readonly string[]) => lines.map((line) => line.replace(/ NOT VALID$/, ''));
