import { join } from 'node:path';
import { migrate } from '@callbook/database';
import { driftOf, type KnownTable, testDatabase, type TestDatabase } from '@callbook/testing';
import { mappedTables } from '../src/transaction/mapped-tables';
import { columnName } from '../src/transaction/row-table.repository';

const root = join(__dirname, '../../..');

describe('the tables of records', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrate, roles: [] });
  });
  afterAll(() => database.close());

  const known = mappedTables.map(({ name, columns }): KnownTable => {
    const named = Object.entries(columns).map(([field, kind]) => [columnName(field), kind] as const);
    return { name, columns: Object.fromEntries(named) as KnownTable['columns'] };
  });
  const sources = [join(root, 'apps/records/src'), join(root, 'libs/outbox/src'), join(root, 'libs/database/src')];

  it('are those the code writes, column by column', async () => {
    expect(known.length).toBeGreaterThan(8);
    expect(await driftOf(database, { schema: 'records', mapped: known, sources })).toEqual([]);
  });
});
