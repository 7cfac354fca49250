import { join } from 'node:path';
import { migrate } from '@callbook/database';
import {
  driftOf,
  type KnownTable,
  type StoredColumn,
  storedTables,
  testDatabase,
  type TestDatabase,
} from '@callbook/testing';
import { tables } from '../src/rows/catalogue-rows';
import { formsOf } from '../src/rows/row-form';

const root = join(__dirname, '../../..');

describe('the tables of the catalogue', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrate, roles: [] });
  });
  afterAll(() => database.close());

  it('are those the code writes, column by column', async () => {
    const mapped = tables.map(({ name }): KnownTable => {
      const columns = Object.keys(formsOf(name)).map((column) => [column, 'value'] as const);
      return { name: `catalogue.${name}`, columns: Object.fromEntries(columns) };
    });
    const sources = [join(root, 'libs/catalogue/src'), join(root, 'apps/ops/src')];
    expect(await driftOf(database, { schema: 'catalogue', mapped, sources })).toEqual([]);
  });

  it('hold what a copy of the catalogue is checked for, null where it may be null', async () => {
    const stored = await storedTables(database, 'catalogue');
    const misfits = tables.flatMap(({ name }) =>
      Object.entries(formsOf(name)).flatMap(([column, fits]) => {
        const there = stored.get(`catalogue.${name}`)?.get(column);
        const place = `${name}.${column}`;
        if (!there) return [`${place} is no column`];
        if (fits(null) !== there.nullable) return [`${place} can ${there.nullable ? '' : 'not '}be null`];
        return fits(asJson(there)) ? [] : [`${place} is not what ${there.type} becomes as JSON`];
      }),
    );
    expect(misfits).toEqual([]);
  });
});

/** Something a column of that type may hold, as PostgreSQL makes JSON of it. */
function asJson({ type, isArray }: StoredColumn): unknown {
  const one =
    { int2: 1, int4: 1, bool: true, timestamptz: '2026-11-21T10:00:00+00:00', time: '09:00:00' }[type] ?? 'env:TEXT';
  return isArray ? [one] : one;
}
