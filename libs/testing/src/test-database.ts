import { randomBytes } from 'node:crypto';
import { Client, Pool, type QueryResultRow } from 'pg';
import { sharedStack } from './shared-stack';
import { specHasFailed, tellWhatIsLeft } from './running-spec';

export interface TestDatabase {
  /** As the owner, who may do everything, roles included. */
  readonly url: string;
  /** The same database as another user. Roles belong to the whole server: other specs see them too. */
  urlFor(user: string, password?: string): string;
  /** Rows of one statement, run as the owner. */
  query<Row extends QueryResultRow>(sql: string, params?: unknown[]): Promise<Row[]>;
  /** Drops the database if the spec file passed; leaves it, and tells its name, if something failed. */
  close(): Promise<void>;
}

/**
 * A database for one spec file, so that files may run side by side. Take it in `beforeAll`, close it in `afterAll`.
 * @param migrate brings the schema in, given the owner's URL.
 */
export async function testDatabase({
  migrate,
}: { migrate?: (ownerUrl: string) => Promise<void> } = {}): Promise<TestDatabase> {
  const server = sharedStack().databaseUrl;
  const name = `callbook_test_${randomBytes(5).toString('hex')}`;
  await once(server, `create database ${name}`);
  const url = withParts(server, { pathname: `/${name}` });
  await migrate?.(url);
  const pool = new Pool({ connectionString: url, max: 5 });
  pool.on('error', () => {}); // an idle session that a fault test cut; the next query takes a new one
  return {
    url,
    urlFor: (username, password = username) => withParts(url, { username, password }),
    query: async <Row extends QueryResultRow>(sql: string, params: unknown[] = []) =>
      (await pool.query<Row>(sql, params)).rows,
    close: async () => {
      await pool.end();
      if (specHasFailed()) tellWhatIsLeft(`database ${url}`);
      else await once(server, `drop database ${name} with (force)`);
    },
  };
}

async function once(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function withParts(url: string, parts: Partial<Pick<URL, 'pathname' | 'username' | 'password'>>): string {
  return Object.assign(new URL(url), parts).toString();
}
