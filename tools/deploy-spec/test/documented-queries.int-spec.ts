import { migrate, roles } from '@callbook/database';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const queries = globSync('docs/**/*.md', { cwd: root }).flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^( *)```sql\n([\s\S]*?)^\1```$/gm)].map(
    ([, , sql = ''], index) => [`${page}, number ${index + 1}`, sql.replace(/'<\w+>'/g, "'2026-11-24'")] as const,
  ),
);

describe('the queries in the documentation', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
  });

  afterAll(() => database?.close());

  it.each(queries)('%s', async (_place, sql) => {
    expect(await database.query(sql)).toBeInstanceOf(Array);
  });

  it('are there', () => expect(queries.length).toBeGreaterThan(4));
});
