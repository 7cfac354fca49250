import type { QueryRunner } from 'typeorm';
import { type Role, roles, type Schema } from './migrations/schemas';

export type RolePasswords = Partial<Record<Role, string>>;

/** Roles belong to the whole server: one that is there already is kept, also when another database made it just now. */
export async function ensureRoles(owner: QueryRunner, passwords: RolePasswords): Promise<void> {
  for (const role of roles) {
    await owner.query(`
      DO $$ BEGIN
        CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
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
  await owner.query(statement);
}

/** Exactly the listed roles reach the schema; everybody else is denied. */
export async function grantAccess(owner: QueryRunner, { name, access }: Schema): Promise<void> {
  const tables = `ALL TABLES IN SCHEMA ${name}`;
  await owner.query(`REVOKE ALL ON SCHEMA ${name} FROM PUBLIC, ${roles.join(', ')}`);
  await owner.query(`REVOKE ALL ON ${tables} FROM PUBLIC, ${roles.join(', ')}`);
  for (const role of [...access.writers, ...access.readers]) {
    await owner.query(`GRANT USAGE ON SCHEMA ${name} TO ${role}`);
    await owner.query(`GRANT SELECT ON ${tables} TO ${role}`);
  }
  for (const role of access.writers) {
    await owner.query(`GRANT INSERT, UPDATE, DELETE ON ${tables} TO ${role}`);
    await owner.query(`REVOKE INSERT, UPDATE, DELETE ON ${name}.migrations FROM ${role}`);
    await owner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${name} TO ${role}`);
  }
}
