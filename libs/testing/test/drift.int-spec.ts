import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driftOf, type KnownTable, shapeDrift, storedTables, testDatabase, type TestDatabase } from '../src';

describe('drift between a schema and the code that writes it', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callbook-drift-'));
    database = await testDatabase();
    await database.query(`CREATE SCHEMA spec`);
    await database.query(`CREATE TABLE spec.people (
      id uuid PRIMARY KEY, name text NOT NULL, age integer, seen bigint NOT NULL, facts jsonb NOT NULL, tags text[],
      born timestamptz NOT NULL DEFAULT now(), initial text GENERATED ALWAYS AS (left(name, 1)) STORED, paid numeric)`);
    await database.query('CREATE TABLE spec.notes (seq bigint GENERATED ALWAYS AS IDENTITY, text text NOT NULL)');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await database.close();
  });

  const people = (changes: Record<string, 'value' | 'json' | 'bigint' | undefined> = {}): KnownTable => {
    const columns = {
      id: 'value',
      name: 'value',
      age: 'value',
      seen: 'bigint',
      facts: 'json',
      tags: 'value',
      ...changes,
    };
    return {
      name: 'spec.people',
      columns: Object.fromEntries(Object.entries(columns).filter(([, kind]) => kind)) as never,
    };
  };
  const fittingCode = 'await tx.query(`INSERT INTO ${this.schema}.notes AS note (text) VALUES ($1)`);';
  async function drift(table: KnownTable, code = fittingCode): Promise<string[]> {
    await writeFile(join(folder, 'code.ts'), code);
    await writeFile(join(folder, 'code.spec.ts'), 'INSERT INTO spec.notes (nonsense)');
    return driftOf(database, { schema: 'spec', mapped: [table], sources: [folder] });
  }

  it('is none where all fits', async () => {
    expect(await drift(people())).toEqual([]);
    expect(await drift(people({ born: 'value' }))).toEqual([]);
  });

  it.each([
    [
      'a column that is not there',
      people({ height: 'value' }),
      'spec.people.height is in the code, and no column of the table',
    ],
    [
      'a column the code forgets',
      people({ name: undefined }),
      'spec.people.name must have a value, and the code gives it none',
    ],
    [
      'a bigint taken for a value',
      people({ seen: 'value' }),
      'spec.people.seen is a bigint in the database (int8), and a value in the code',
    ],
    [
      'a value taken for a bigint',
      people({ age: 'bigint' }),
      'spec.people.age is a value in the database (int4), and a bigint in the code',
    ],
    [
      'JSON taken for a value',
      people({ facts: 'value' }),
      'spec.people.facts is a json in the database (jsonb), and a value in the code',
    ],
    [
      'an array taken for JSON',
      people({ tags: 'json' }),
      'spec.people.tags is a value in the database (text), and a json in the code',
    ],
    [
      'a numeric, which comes as text',
      people({ paid: 'value' }),
      'spec.people.paid is a numeric in the database (numeric), and a value in the code',
    ],
    [
      'a generated column',
      people({ initial: 'value' }),
      'spec.people.initial is written by the code, and the database does not take it',
    ],
    [
      'a table that is not there',
      { name: 'spec.pets', columns: {} },
      'spec.pets is in the code, and no table of the database',
    ],
  ] as const)('in a list of columns is %s', async (_, table, finding) => {
    const findings = await drift(table);
    expect(findings.filter((one) => !one.includes('spec.people is a table'))).toEqual([finding]);
  });

  it.each([
    [
      'an INSERT of a column that is not there',
      'INSERT INTO spec.notes (text, title) VALUES',
      'code.ts: insert of spec.notes.title, which cannot be written',
    ],
    [
      'an INSERT of a generated one',
      'INSERT INTO spec.notes (text, seq)',
      'code.ts: insert of spec.notes.seq, which cannot be written',
    ],
    [
      'an INSERT without one that must be given',
      'INSERT INTO spec.notes ()',
      'code.ts: insert without spec.notes.text, which must have a value',
    ],
    [
      'an UPDATE of one that is not there',
      "`INSERT INTO spec.notes (text)`; `UPDATE spec.notes AS n SET text = coalesce($1, 'a, b = c'), title = $2 WHERE x = 1`",
      'code.ts: update of spec.notes.title, which cannot be written',
    ],
    [
      'a table that is not there',
      'INSERT INTO spec.notes (text); INSERT INTO spec.pets (name)',
      'code.ts: insert into spec.pets, which is no table of the database',
    ],
    ['a table nothing writes', '', 'spec.notes is a table that nothing in the code writes'],
  ])('is %s', async (_, code, finding) => {
    expect(await drift(people(), code)).toEqual([finding]);
  });

  describe('of an interface', () => {
    const shape = async (...members: string[]) => {
      const table = (await storedTables(database, 'spec')).get('spec.people')!;
      return shapeDrift(
        `interface Row {\n${members.map((member) => `  readonly ${member};\n`).join('')}}`,
        'Row',
        table,
        ['now'],
      );
    };

    it('is none where all fits', async () => {
      const fitting = [
        'id: string',
        'age: number | null',
        'seen: string',
        'facts: Facts',
        'tags: string[] | null',
        'born: Date',
        'now: Date',
      ];
      expect(await shape(...fitting)).toEqual([]);
    });

    it.each([
      ['height: number', 'Row.height is no column of the table'],
      ['age: number', 'Row.age can be null in the table'],
      ['name: string | null', 'Row.name can not be null in the table'],
      ['seen: number', 'Row.seen comes as string (int8), and is number in the code'],
      ['born: string', 'Row.born comes as Date (timestamptz), and is string in the code'],
      ['age: Years | null', 'Row.age comes as number (int4), and is Years in the code'],
    ])('is %s', async (member, finding) => {
      expect(await shape(member)).toEqual([finding]);
    });
  });
});
