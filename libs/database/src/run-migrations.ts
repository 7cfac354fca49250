import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { sqlState } from './in-transaction';
import type { Schema } from './migrations/schemas';

export interface LockPatience {
  /**
   * How long a statement of a migration may queue for a lock, in milliseconds; default 1000. Whoever wants the table
   * next stands behind it and waits as long, so this is what a migration costs the others at worst.
   */
  readonly lockTimeoutMs?: number;
  /** How often a migration that did not get its locks is tried; default 60, with pauses in between some five minutes. */
  readonly tries?: number;
  /** Told each time a migration steps back, to let the others through first. */
  readonly onBlocked?: (blocked: { readonly schema: string; readonly tried: number }) => void;
}

/** No lock in time, and the victim of a deadlock: nothing was done, and the next try may get through. */
const steppedBack = new Set(['55P03', '40P01']);
const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * Applies what is missing of one schema, each migration in a transaction of its own (one that says `transaction = false`
 * in none), and gives the names of those it applied. What was applied stays applied when a later one fails.
 */
export async function runMigrations(url: string, schema: Schema, patience: LockPatience = {}): Promise<string[]> {
  const { tries = 60, onBlocked } = patience;
  const dataSource = await migrationSource(url, schema, patience).initialize();
  try {
    const before = await appliedNames(dataSource, schema);
    for (let tried = 1; ; tried++) {
      try {
        await dataSource.runMigrations({ transaction: 'each' });
        break;
      } catch (error) {
        if (!steppedBack.has(sqlState(error) ?? '') || tried >= tries) throw error;
        onBlocked?.({ schema: schema.name, tried });
        await pause(Math.min(firstPauseMs * tried, longestPauseMs));
      }
    }
    const after = await appliedNames(dataSource, schema);
    return after.filter((name) => !before.includes(name));
  } finally {
    await dataSource.destroy();
  }
}

/** Undoes the newest migration of that schema. */
export async function undoNewest(url: string, schema: Schema): Promise<void> {
  const dataSource = await migrationSource(url, schema).initialize();
  try {
    const newest = (await appliedNames(dataSource, schema)).at(-1);
    const inTransaction =
      dataSource.migrations.find((migration) => migration.constructor.name === newest)?.transaction ?? true;
    await dataSource.undoLastMigration({ transaction: inTransaction ? 'each' : 'none' });
  } finally {
    await dataSource.destroy();
  }
}

/** In the order they were applied. */
async function appliedNames(dataSource: DataSource, { name }: Schema): Promise<string[]> {
  const [{ known }] = (await dataSource.query(`SELECT to_regclass('${name}.migrations') IS NOT NULL AS known`)) as [
    { known: boolean },
  ];
  if (!known) return [];
  const rows = (await dataSource.query(`SELECT name FROM ${name}.migrations ORDER BY id`)) as { name: string }[];
  return rows.map((row) => row.name);
}

function migrationSource(url: string, schema: Schema, { lockTimeoutMs = 1_000 }: LockPatience = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: schema.name,
    applicationName: 'callbook-migrate',
    logger: 'debug', // the default one writes failures to stdout; they are thrown as well
    migrations: [...schema.migrations],
    migrationsTableName: 'migrations',
    extra: { lock_timeout: lockTimeoutMs },
  });
}
