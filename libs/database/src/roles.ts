import type { QueryRunner } from 'typeorm';
import { type Role, roles, type Schema } from './migrations/schemas';

export type RolePasswords = Partial<Record<Role, string>>;

/**
 * Makes the roles that are missing, and sets the given passwords. Roles belong to the whole server: one that is there
 * already is kept, whoever made it, so an owner who may not make roles can be given them ready-made.
 */
export async function ensureRoles(owner: QueryRunner, passwords: RolePasswords): Promise<void> {
  for (const role of roles) {
    // Another database of this server may be migrated at this very moment: its role is as good as ours.
    await owner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
          CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
    const password = passwords[role];
    if (password) await setPassword(owner, role, password);
  }
}

/** ALTER ROLE takes no parameters, so the server itself quotes the password. */
async function setPassword(owner: QueryRunner, role: Role, password: string): Promise<void> {
  const [{ statement }] = (await owner.query(
    `SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text) AS statement`,
    [role, password],
  )) as [{ statement: string }];
  await patiently(() => owner.query(statement));
}

/** Two databases of one server that alter the same role at once: the loser is told to try again, in words only. */
async function patiently(alter: () => Promise<unknown>, triesLeft = 10): Promise<void> {
  try {
    await alter();
  } catch (error) {
    if (triesLeft === 0 || !/tuple concurrently updated/.test((error as Error).message)) throw error;
    await patiently(alter, triesLeft - 1);
  }
}

/** Exactly the listed roles reach the schema, and what of it they are meant to; everybody else is denied. */
export async function grantAccess(owner: QueryRunner, { name, access }: Schema): Promise<void> {
  const everybody = ['PUBLIC', ...roles].join(', ');
  await owner.query(`REVOKE ALL ON SCHEMA ${name} FROM ${everybody}`);
  for (const kind of ['TABLES', 'SEQUENCES', 'FUNCTIONS'])
    await owner.query(`REVOKE ALL ON ALL ${kind} IN SCHEMA ${name} FROM ${everybody}`);
  for (const role of [...access.writers, ...access.readers]) {
    await owner.query(`GRANT USAGE ON SCHEMA ${name} TO ${role}`);
    await owner.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${name} TO ${role}`);
  }
  const tables = await tablesOf(owner, name);
  for (const role of access.writers) {
    for (const table of tables) {
      const isAppendOnly = access.appendOnly?.some((kept) => `${name}.${kept}` === table);
      await owner.query(`GRANT INSERT${isAppendOnly ? '' : ', UPDATE, DELETE'} ON ${table} TO ${role}`);
    }
    await owner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${name} TO ${role}`);
    await owner.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${name} TO ${role}`);
  }
  for (const [table, readers] of Object.entries(access.restricted ?? {}))
    for (const role of access.readers.filter((reader) => !readers.includes(reader)))
      await owner.query(`REVOKE SELECT ON ${name}.${table} FROM ${role}`);
  for (const [view, viewers] of Object.entries(access.views ?? {})) {
    await owner.query(`GRANT USAGE ON SCHEMA ${name} TO ${viewers.join(', ')}`);
    await owner.query(`GRANT SELECT ON ${name}.${view} TO ${viewers.join(', ')}`);
  }
}

/** What rows can be written to: neither views nor the list of migrations. */
async function tablesOf(owner: QueryRunner, schema: string): Promise<string[]> {
  const tables = (await owner.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = $1 AND tablename <> 'migrations'`,
    [schema],
  )) as { name: string }[];
  return tables.map(({ name }) => name);
}
