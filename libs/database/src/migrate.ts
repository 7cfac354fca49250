import { DataSource } from 'typeorm';
import { ensureRoles, grantAccess, type RolePasswords } from './roles';
import { type Schema, schemas } from './migrations/schemas';

/** Serialises migrations of one database, whoever starts them. */
const migrationLock = 4_271_001;

export interface MigrateOptions {
  /** The owner's address; needs the right to create schemas and roles. */
  readonly url: string;
  /** Given passwords are set; a role without one keeps what it has. */
  readonly passwords?: RolePasswords;
  /** Told of each schema as soon as it is up to date. */
  readonly onSchema?: (migrated: MigratedSchema) => void;
}

export interface MigratedSchema {
  readonly schema: string;
  /** Names of the migrations that were applied now; empty when it was up to date. */
  readonly applied: readonly string[];
}

/** Brings every schema up to date and makes roles and grants. Safe to run again, and by several at once. */
export async function migrate({ url, passwords = {}, onSchema }: MigrateOptions): Promise<void> {
  const owner = await new DataSource({ type: 'postgres', url, applicationName: 'callbook-migrate' }).initialize();
  const session = owner.createQueryRunner();
  try {
    await session.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await ensureRoles(session, passwords);
    for (const schema of schemas) {
      await session.query(`CREATE SCHEMA IF NOT EXISTS ${schema.name}`);
      const applied = await runMigrations(url, schema);
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

/** Undoes the newest migration of one schema. For tests and emergencies. */
export async function revertNewest(url: string, schemaName: string): Promise<void> {
  const schema = schemas.find(({ name }) => name === schemaName);
  if (!schema)
    throw new Error(`There is no schema "${schemaName}"; known are ${schemas.map(({ name }) => name).join(', ')}.`);
  const dataSource = await migrationSource(url, schema).initialize();
  await dataSource.undoLastMigration({ transaction: 'each' }).finally(() => dataSource.destroy());
}

async function runMigrations(url: string, schema: Schema): Promise<string[]> {
  const dataSource = await migrationSource(url, schema).initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

function migrationSource(url: string, schema: Schema): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: schema.name,
    applicationName: 'callbook-migrate',
    logger: 'debug', // the default one writes failures to stdout; they are thrown as well
    migrations: [...schema.migrations],
    migrationsTableName: 'migrations',
  });
}
