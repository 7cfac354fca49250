import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createDataSource, schemas } from '../src';
import {
  addConstraintOnline,
  createIndexOnline,
  dropIndexOnline,
  inParts,
  setNotNullOnline,
} from '../src/migrations/common/online';
import { emptyTables, fillEmptyTables } from './support/rows-in-every-table';
import { watchedMigration } from './support/watched-migration';

/** Up to these nothing was ever installed anywhere: on a new database their tables are empty. */
const newestOfFirstRelease = [1700000000001, 1700000001003, 1700000003007];

/** A row for each thing a salon has or does, written by imports alone: read whole in no time. */
const smallTables = ' catalogue.';

const timeOf = (name: string) => Number(/\d{13}$/.exec(name)?.[0]);

describe('on a database full of rows', () => {
  let database: TestDatabase;
  let db: QueryRunner;
  beforeEach(async () => {
    database = await testDatabase();
    db = (await database.connect(createDataSource)).createQueryRunner();
  });
  afterEach(() => database.close());

  it('no migration since the first release locks a table for longer than a moment', async () => {
    const released = new Set(
      schemas.flatMap(({ migrations }, i) =>
        migrations.filter(({ name }) => timeOf(name) <= Number(newestOfFirstRelease[i])),
      ),
    );
    const all: Record<string, string[]> = {};
    for (const { name } of schemas) await db.query(`CREATE SCHEMA ${name}`);
    for (const { migrations } of schemas)
      for (const Migration of migrations) {
        const findings = await watchedMigration(db, new Migration());
        const ofBigTables = findings.filter((finding) => !finding.includes(smallTables));
        if (!released.has(Migration) && ofBigTables.length > 0) all[Migration.name] = ofBigTables;
        await fillEmptyTables(db);
      }
    expect(all).toEqual({});
    expect(
      await emptyTables(
        db,
        schemas.map(({ name }) => name),
      ),
    ).toEqual([]);
  });

  describe('a migration', () => {
    beforeEach(async () => {
      await db.query(`CREATE SCHEMA spec; CREATE TABLE spec.people (id int PRIMARY KEY, name text);
        INSERT INTO spec.people SELECT n, 'person ' || n FROM generate_series(1, 100) n`);
    });
    const asStatements = (up: string, transaction?: boolean): MigrationInterface => ({
      ...(transaction !== undefined && { transaction }),
      up: async (runner) => void (await runner.query(up)),
      down: () => Promise.resolve(),
    });

    it.each([
      [
        'rewrites it for a default that differs from row to row',
        `ALTER TABLE spec.people ADD seen timestamptz DEFAULT clock_timestamp()`,
      ],
      ['rewrites it for another type', `ALTER TABLE spec.people ALTER id TYPE bigint`],
      ['reads it through for SET NOT NULL', `ALTER TABLE spec.people ALTER name SET NOT NULL`],
      ['reads it through for a check', `ALTER TABLE spec.people ADD CHECK (id > 0)`],
      [
        'reads it through for a check, and only calls it validated later',
        `ALTER TABLE spec.people ADD CONSTRAINT positive CHECK (id > 0) NOT VALID; ALTER TABLE spec.people VALIDATE CONSTRAINT positive`,
      ],
      ['reads it through for a foreign key', `ALTER TABLE spec.people ADD FOREIGN KEY (id) REFERENCES spec.people`],
      ['reads it through for an index', `CREATE INDEX ON spec.people (name)`],
      ['stores a generated column', `ALTER TABLE spec.people ADD length int GENERATED ALWAYS AS (length(name)) STORED`],
      ['changes its rows and keeps them', `UPDATE spec.people SET name = upper(name)`],
      ['copies it while it is locked', `LOCK TABLE spec.people; CREATE TABLE spec.copy AS SELECT * FROM spec.people`],
    ])('is found when it %s', async (_, sql) => {
      const findings = await watchedMigration(db, asStatements(sql));
      expect(findings).toEqual([expect.stringContaining('spec.people')]);
    });

    it.each([
      ['reads it through for a check', `ALTER TABLE spec.people ADD CHECK (id > 0)`],
      ['rewrites it', `ALTER TABLE spec.people ADD seen timestamptz DEFAULT clock_timestamp()`],
    ])('is found without a transaction, too, when it %s', async (_, sql) => {
      expect(await watchedMigration(db, asStatements(sql, false))).toEqual([expect.stringContaining('spec.people')]);
    });

    it.each([
      [
        'a column without or with a constant default',
        `ALTER TABLE spec.people ADD age int, ADD kind text NOT NULL DEFAULT 'customer'`,
      ],
      ['a column less', `ALTER TABLE spec.people DROP name`],
      ['a constraint for new rows', `ALTER TABLE spec.people ADD CONSTRAINT positive CHECK (id > 0) NOT VALID`],
      [
        'another table with everything',
        `CREATE TABLE spec.more (id int PRIMARY KEY REFERENCES spec.people, CHECK (id > 0)); CREATE INDEX ON spec.more (id)`,
      ],
      ['a view', `CREATE VIEW spec.names AS SELECT name FROM spec.people`],
    ])('may bring %s', async (_, sql) => {
      expect(await watchedMigration(db, asStatements(sql))).toEqual([]);
    });

    it('may bring everything else in steps of its own, and be run again after any of them', async () => {
      const migration: MigrationInterface = {
        transaction: false,
        up: async (runner) => {
          await createIndexOnline(runner, { schema: 'spec', name: 'by_name', unique: true }, 'ON spec.people (name)');
          await addConstraintOnline(runner, { table: 'spec.people', name: 'positive' }, 'CHECK (id > 0)');
          await inParts(
            runner,
            `UPDATE spec.people SET name = upper(name) WHERE id IN
               (SELECT id FROM spec.people WHERE name <> upper(name) ORDER BY id LIMIT 7) RETURNING id`,
          );
          await setNotNullOnline(runner, { table: 'spec.people', column: 'name' });
        },
        down: (runner) => dropIndexOnline(runner, 'spec.by_name'),
      };
      expect(await watchedMigration(db, migration)).toEqual([]);
      expect(await watchedMigration(db, migration)).toEqual([]);
      const [people] = await database.query(
        `SELECT count(*)::int AS upper,
                (SELECT attnotnull FROM pg_attribute WHERE attrelid = 'spec.people'::regclass AND attname = 'name') AS filled,
                (SELECT array_agg(conname::text || convalidated ORDER BY conname) FROM pg_constraint
                 WHERE conrelid = 'spec.people'::regclass AND contype = 'c') AS checks,
                (SELECT indisvalid FROM pg_index WHERE indexrelid = 'spec.by_name'::regclass) AS indexed
         FROM spec.people WHERE name = upper(name)`,
      );
      expect(people).toEqual({ upper: 100, filled: true, checks: ['positivetrue'], indexed: true });
      await migration.down(db);
      expect(await database.query(`SELECT to_regclass('spec.by_name') AS index`)).toEqual([{ index: null }]);
    });

    it('makes a valid index of one that an earlier try left invalid', async () => {
      await db.query(`UPDATE spec.people SET name = 'the same'`);
      const index = { schema: 'spec', name: 'by_name', unique: true };
      await expect(createIndexOnline(db, index, 'ON spec.people (name)')).rejects.toThrow(
        'could not create unique index',
      );
      await db.query(`UPDATE spec.people SET name = 'person ' || id`);
      await createIndexOnline(db, index, 'ON spec.people (name)');
      expect(
        await database.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'spec.by_name'::regclass`),
      ).toEqual([{ indisvalid: true }]);
    });
  });
});
