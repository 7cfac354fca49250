import { testDatabase, type TestDatabase } from '@callbook/testing';
import { createDataSource } from '../src';

describe('a data source', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await testDatabase()));
  afterAll(() => database.close());

  it.each([undefined, 5_000])(
    'compiles no statement, however costly it looks, and says who it is (time-out %s)',
    async (queryTimeoutMs) => {
      const dataSource = await database.connect(
        (options) => createDataSource({ ...options, queryTimeoutMs }),
        undefined,
        'the spec',
      );
      expect(
        await dataSource.query(`SELECT current_setting('jit') AS jit, current_setting('application_name') AS name`),
      ).toEqual([{ jit: 'off', name: 'the spec' }]);
    },
  );
});
