import { setTimeout as pause } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import { ensureRoles, grantAccess, type RolePasswords } from './roles';
import { type Schema, schemas } from './migrations/schemas';
import { type LockPatience, runMigrations, undoNewest } from './run-migrations';

/** Serialises migrations of one database, whoever starts them. */
const migrationLock = 4_271_001;

export interface MigrateOptions extends LockPatience {
  /** The owner's address; needs the right to create schemas and roles. */
  readonly url: string;
  /** Given passwords are set; a role without one keeps what it has. */
  readonly passwords?: RolePasswords;
  /** What to migrate, and how far; default: everything. Older migrations alone are for tests. */
  readonly only?: readonly Schema[];
  /** Told of each schema as soon as it is up to date. */
  readonly onSchema?: (migrated: MigratedSchema) => void;
}

export interface MigratedSchema {
  readonly schema: string;
  /** Names of the migrations that were applied now; empty when it was up to date. */
  readonly applied: readonly string[];
}

/**
 * Brings every schema up to date and makes roles and grants. Safe to run again, by several at once, and while the apps
 * run: a migration that does not get its locks at once steps back, lets them through, and is tried again.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { url, passwords = {}, only = schemas, onSchema, ...patience } = options;
  const owner = await new DataSource({ type: 'postgres', url, applicationName: 'callbook-migrate' }).initialize();
  const session = owner.createQueryRunner();
  try {
    await myTurn(session);
    await ensureRoles(session, passwords);
    for (const schema of only) {
      await session.query(`CREATE SCHEMA IF NOT EXISTS ${schema.name}`);
      const applied = await runMigrations(url, schema, patience);
      await session.startTransaction();
      await grantAccess(session, schema);
      await session.commitTransaction();
      onSchema?.({ schema: schema.name, applied });
    }
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await session.release();
    await owner.destroy();
  }
}

/**
 * Asks again and again: a session that queues for the lock counts as a transaction that goes on, and an index that is built
 * while others write waits for all of those to end.
 */
async function myTurn(session: QueryRunner): Promise<void> {
  for (;;) {
    const [{ mine }] = (await session.query('SELECT pg_try_advisory_lock($1) AS mine', [migrationLock])) as [
      { mine: boolean },
    ];
    if (mine) return;
    await pause(100);
  }
}

/** Undoes the newest migration of one schema. For tests and emergencies. */
export async function revertNewest(url: string, schemaName: string): Promise<void> {
  const schema = schemas.find(({ name }) => name === schemaName);
  if (!schema)
    throw new Error(`There is no schema "${schemaName}"; known are ${schemas.map(({ name }) => name).join(', ')}.`);
  await undoNewest(url, schema);
}
