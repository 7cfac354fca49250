import { testDatabase, type TestDatabase } from '../../src/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it('passes', () => expect(1).toBe(1));
it('fails', () => expect(1).toBe(2));
