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

  /** Who may write and who may read the tables of a schema. What is not said here is denied, also of tables to come. */
  const access: Record<string, { readonly write: readonly Role[]; readonly read: readonly Role[] }> = {
    catalogue: { write: ['callbook_ops'], read: ['callbook_gateway', 'callbook_booking', 'callbook_records'] },
    booking: { write: ['callbook_booking'], read: [] },
    records: { write: ['callbook_records'], read: [] },
    ops: { write: ['callbook_ops'], read: [] },
  };
  /** Tables and views that are read by others than the rest of their schema. */
  const exceptions: Record<string, readonly Role[]> = {
    'catalogue.api_tokens': ['callbook_records'],
    'booking.handled_messages_v1': ['callbook_ops'],
    'records.handled_messages_v1': ['callbook_ops'],
    'records.owed_answers_view': ['callbook_ops'],
    'records.appointments_v1': ['callbook_ops'],
    'records.calls_v1': ['callbook_ops'],
    'records.customers_v1': ['callbook_ops'],
    'records.api_token_uses_v1': ['callbook_ops'],
    'records.report_conversion_v1': ['callbook_ops'],
    'records.report_links_v1': ['callbook_ops'],
    'records.report_revenue_v1': ['callbook_ops'],
    'records.report_staff_utilisation_v1': ['callbook_ops'],
    'records.report_services_v1': ['callbook_ops'],
    'records.report_agents_v1': ['callbook_ops'],
  };

  /** What those who write them may only add to. */
  const appendOnly = ['ops.audit'];

  function expected(relation: string, kind: string, role: Role): string[] {
    const { write = [], read = [] } = access[relation.split('.')[0] as string] ?? {};
    const writes = write.includes(role);
    if (kind === 'S') return writes ? ['USAGE'] : [];
    const reads = writes || (exceptions[relation] ?? read).includes(role);
    const rows = (kind === 'r' || kind === 'p') && !relation.endsWith('.migrations');
    const changes = appendOnly.includes(relation) ? ['INSERT'] : ['DELETE', 'INSERT', 'UPDATE'];
    return [...(reads ? ['SELECT'] : []), ...(writes && rows ? changes : [])].toSorted();
  }

  const privileges = `('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]
    || CASE WHEN current_setting('server_version_num')::int >= 170000 THEN '{MAINTAIN}'::text[] END)`;

  it.each(roles)('%s may do with each table, view and sequence what is said of it, and nothing else', async (role) => {
    const relations = await database.query<{ name: string; kind: string; may: string[] }>(
      `SELECT format('%I.%I', nspname, relname) AS name, relkind::text AS kind,
              ARRAY(SELECT priv FROM unnest(CASE relkind WHEN 'S' THEN '{USAGE,SELECT,UPDATE}'::text[] ELSE ${privileges} END) priv
                    WHERE CASE relkind WHEN 'S' THEN has_sequence_privilege($1, class.oid, priv)
                               ELSE has_table_privilege($1, class.oid, priv)
                                 OR priv IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                                    AND has_any_column_privilege($1, class.oid, priv) END
                    ORDER BY priv) AS may
       FROM pg_class class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND nspname !~ '^(pg_|information_schema$)'
       ORDER BY name`,
      [role],
    );
    expect(relations.length).toBeGreaterThan(40);
    expect(Object.keys(exceptions).filter((name) => !relations.some((relation) => relation.name === name))).toEqual([]);
    for (const { name, kind, may } of relations) expect([name, may]).toEqual([name, expected(name, kind, role)]);
  });

  it.each(roles)('%s is refused by the database itself wherever it may not read or write', async (role) => {
    for (const schema of Object.keys(access))
      for (const table of await tablesOf(schema)) {
        const may = expected(table, 'r', role);
        const allowed = (privilege: string) => (may.includes(privilege) ? 'allowed' : 'denied');
        expect([table, await outcomeAs(role, `SELECT FROM ${table} LIMIT 1`)]).toEqual([table, allowed('SELECT')]);
        expect([table, await outcomeAs(role, `DELETE FROM ${table} WHERE false`)]).toEqual([table, allowed('DELETE')]);
      }
  });

  it('and nobody else reaches anything', async () => {
    const grants = await database.query(
      `SELECT class.oid::regclass::text AS what, acl.grantee::regrole::text AS who, acl.privilege_type AS may
       FROM pg_class class JOIN pg_namespace ON pg_namespace.oid = relnamespace, aclexplode(class.relacl) acl
       WHERE nspname = ANY ($1) AND acl.grantee <> class.relowner AND acl.grantee::regrole::text <> ALL ($2)
       UNION ALL
       SELECT nspname, acl.grantee::regrole::text, acl.privilege_type
       FROM pg_namespace, aclexplode(nspacl) acl
       WHERE nspname = ANY ($1) AND acl.grantee <> nspowner
         AND (acl.grantee::regrole::text <> ALL ($2) OR acl.privilege_type <> 'USAGE')
       UNION ALL
       SELECT func.oid::regprocedure::text, acl.grantee::regrole::text, acl.privilege_type
       FROM pg_proc func JOIN pg_namespace ON pg_namespace.oid = pronamespace,
            aclexplode(coalesce(func.proacl, acldefault('f', func.proowner))) acl
       WHERE nspname = ANY ($1) AND acl.grantee <> func.proowner
         AND acl.grantee::regrole::text <> ('callbook_' || nspname)`,
      [Object.keys(access), roles],
    );
    expect(grants).toEqual([]);
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

  it('what was done is written down by whoever did it, and cannot be changed or removed by them', async () => {
    const act = `INSERT INTO ops.audit (actor, act, subject) VALUES ('spec', 'tried', 'nothing')`;
    expect(await outcomeAs('callbook_ops', act)).toBe('allowed');
    for (const statement of [
      `UPDATE ops.audit SET actor = 'somebody else'`,
      'DELETE FROM ops.audit',
      'TRUNCATE ops.audit',
    ])
      expect([statement, await outcomeAs('callbook_ops', statement)]).toEqual([statement, 'denied']);
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
