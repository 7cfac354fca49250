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
  /** A data source, connected as that user (default: the owner) under that name. Ends with the database at the latest. */
  connect<Source extends Connectable>(create: CreateSource<Source>, user?: string, name?: string): Promise<Source>;
  /** Drops the database if the spec file passed; leaves it, and tells its name, if something failed. */
  close(): Promise<void>;
}

/** As of TypeORM. */
interface Connectable {
  readonly isInitialized: boolean;
  initialize(): Promise<unknown>;
  destroy(): Promise<void>;
}
type CreateSource<Source> = (options: { url: string; applicationName: string }) => Source;

export interface Migration {
  /** Brings the schema in as the owner: `migrate` of libs/database. */
  readonly migrate: (to: { url: string; passwords: Record<string, string> }) => Promise<void>;
  /** Those whose password becomes their name, as `urlFor` takes it. */
  readonly roles: readonly string[];
}

/** A database for one spec file, so that files may run side by side. Take it in `beforeAll`, close it in `afterAll`. */
export async function testDatabase(migration?: Migration): Promise<TestDatabase> {
  const server = sharedStack().databaseUrl;
  const name = `callbook_test_${randomBytes(5).toString('hex')}`;
  await once(server, `create database ${name}`);
  const url = withParts(server, { pathname: `/${name}` });
  const passwords = Object.fromEntries((migration?.roles ?? []).map((role) => [role, role]));
  await migration?.migrate({ url, passwords });
  const sources: Connectable[] = [];
  const pool = new Pool({ connectionString: url, max: 5 });
  pool.on('error', () => {}); // an idle session that a fault test cut; the next query takes a new one
  const urlFor = (username: string, password = username) => withParts(url, { username, password });
  return {
    url,
    urlFor,
    query: async <Row extends QueryResultRow>(sql: string, params: unknown[] = []) =>
      (await pool.query<Row>(sql, params)).rows,
    connect: async (create, user, name = 'spec') => {
      const source = create({ url: user ? urlFor(user) : url, applicationName: name });
      sources.push(source);
      await source.initialize();
      return source;
    },
    close: async () => {
      for (const source of sources) if (source.isInitialized) await source.destroy();
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
