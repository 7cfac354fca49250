import { testDatabase, type TestDatabase } from '@callbook/testing';
import { Client } from 'pg';
import { migrate, type Role, roles, type RolePasswords } from '../src';

const insufficientPrivilege = '42501';

describe('the roles of the apps', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
  });
  afterAll(() => database.close());

  /** Runs a statement as that role, on a connection of its own, and undoes it. */
  async function outcomeAs(role: Role, statement: string): Promise<string> {
    const client = new Client({ connectionString: database.urlFor(role) });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(statement);
      return 'allowed';
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      return code === insufficientPrivilege ? 'denied' : message;
    } finally {
      await client.end();
    }
  }

  async function tablesOf(schema: string): Promise<string[]> {
    const rows = await database.query<{ table: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS table FROM information_schema.tables
       WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND table_name <> 'migrations'`,
      [schema],
    );
    return rows.map(({ table }) => table);
  }

  /** Who may do what; nobody may anything else. */
  const access: Record<string, { readonly write: readonly Role[]; readonly read: readonly Role[] }> = {
    catalogue: { write: ['callbook_ops'], read: ['callbook_gateway', 'callbook_booking', 'callbook_records'] },
    booking: { write: ['callbook_booking'], read: [] },
    records: { write: ['callbook_records'], read: [] },
  };
  const cases = Object.entries(access).flatMap(([schema, { write, read }]) =>
    roles.map((role) => ({
      role,
      schema,
      reads: write.includes(role) || read.includes(role) ? 'allowed' : 'denied',
      writes: write.includes(role) ? 'allowed' : 'denied',
    })),
  );

  it.each(cases)('$role reading $schema is $reads, writing $writes', async ({ role, schema, reads, writes }) => {
    const tables = await tablesOf(schema);
    expect(tables).not.toEqual([]);
    for (const table of tables) {
      expect([table, await outcomeAs(role, `SELECT FROM ${table} LIMIT 1`)]).toEqual([table, reads]);
      expect([table, await outcomeAs(role, `DELETE FROM ${table} WHERE false`)]).toEqual([table, writes]);
    }
  });

  it("booking's role cannot read records", async () => {
    expect(await tablesOf('records')).toEqual(expect.arrayContaining(['records.calls', 'records.appointments']));
    expect(await outcomeAs('callbook_booking', 'SELECT * FROM records.appointments')).toBe('denied');
    expect(await outcomeAs('callbook_booking', 'SELECT * FROM records.calls')).toBe('denied');
  });

  it('may read the views that are a contract for them, and nothing else of the schema', async () => {
    const view = 'SELECT * FROM records.owed_answers_view';
    expect(await outcomeAs('callbook_ops', view)).toBe('allowed');
    expect(await outcomeAs('callbook_ops', 'SELECT * FROM records.owed_answers')).toBe('denied');
    expect(await outcomeAs('callbook_ops', 'DELETE FROM records.owed_answers_view')).not.toBe('allowed');
    for (const role of ['callbook_gateway', 'callbook_booking'] as const)
      expect([role, await outcomeAs(role, view)]).toEqual([role, 'denied']);
  });

  it.each(roles)('%s can neither change a schema nor the list of its migrations', async (role) => {
    for (const statement of [
      'CREATE SCHEMA own',
      'CREATE TABLE booking.own (id int)',
      'CREATE TABLE catalogue.own (id int)',
      'DROP TABLE records.calls',
      'DELETE FROM booking.migrations',
      'DELETE FROM catalogue.migrations',
      'DELETE FROM records.migrations',
    ])
      expect([statement, await outcomeAs(role, statement)]).not.toEqual([statement, 'allowed']);
  });

  it('lose what they were given by hand at the next migration', async () => {
    await database.query('GRANT USAGE ON SCHEMA records TO callbook_booking');
    await database.query('GRANT SELECT ON ALL TABLES IN SCHEMA records TO callbook_booking');
    expect(await outcomeAs('callbook_booking', 'SELECT FROM records.calls')).toBe('allowed');
    await migrate({ url: database.url });
    expect(await outcomeAs('callbook_booking', 'SELECT FROM records.calls')).toBe('denied');
  });

  it('keep their passwords when several databases of the server set them at once', async () => {
    const others = await Promise.all([testDatabase(), testDatabase(), testDatabase()]);
    const passwords: RolePasswords = Object.fromEntries(roles.map((role) => [role, role]));
    await Promise.all(others.map(({ url }) => migrate({ url, passwords })));
    expect(await outcomeAs('callbook_booking', 'SELECT FROM booking.attempts')).toBe('allowed');
    await Promise.all(others.map((other) => other.close()));
  });
});
