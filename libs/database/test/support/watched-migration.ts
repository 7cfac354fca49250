import type { MigrationInterface, QueryRunner } from 'typeorm';
import { statementsIn } from './statements';

/** Modes under which others can no longer write; under the last one they cannot even read. */
const blockingModes = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];

interface Touched {
  readonly table: string;
  readonly scans: number;
  readonly changed: number;
  readonly blocked: boolean;
}

/**
 * Runs a migration statement by statement, and tells what others would have had to wait for: a table that was there before
 * is read whole while it is locked against writers, or its rows are changed in one go and stay locked until the end. An
 * empty answer: whatever the size of the tables, the migration only ever holds a lock for a moment.
 */
export async function watchedMigration(db: QueryRunner, migration: MigrationInterface): Promise<string[]> {
  const watched = new WatchedSession(db, await touched(db));
  const inOneTransaction = migration.transaction !== false;
  if (inOneTransaction) await watched.startTransaction();
  await migration.up(watched as unknown as QueryRunner);
  if (inOneTransaction) await watched.commitTransaction();
  return watched.findings;
}

/** As much of a QueryRunner as migrations use. */
class WatchedSession {
  readonly findings: string[] = [];
  private readonly old: ReadonlySet<string>;
  private before = new Map<string, Touched>();
  private inTransaction = false;

  constructor(
    private readonly db: QueryRunner,
    tables: readonly Touched[],
  ) {
    this.old = new Set(tables.map(({ table }) => table));
  }

  async query(sql: string, params?: unknown[], structured?: boolean): Promise<unknown> {
    let result: unknown;
    for (const statement of params ? [sql] : statementsIn(sql)) result = await this.run(statement, params, structured);
    return result;
  }

  async startTransaction(): Promise<void> {
    await this.db.startTransaction();
    this.inTransaction = true;
    this.before = new Map((await touched(this.db)).map((table) => [table.table, table])); // of what was before, too
  }

  async commitTransaction(): Promise<void> {
    await this.db.commitTransaction();
    this.inTransaction = false;
  }

  async rollbackTransaction(): Promise<void> {
    await this.db.rollbackTransaction();
    this.inTransaction = false;
  }

  private async run(statement: string, params?: unknown[], structured?: boolean): Promise<unknown> {
    // However good its indexes, a table of one row would be read whole.
    await this.db.query(
      `SET enable_seqscan = ${/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(statement) ? 'off' : 'on'}`,
    );
    const run = () => this.db.query(statement, params, structured as true) as Promise<unknown>;
    if (this.inTransaction) {
      const result = await run();
      await this.look(statement, true);
      return result;
    }
    if (/\bCONCURRENTLY\b/.test(statement)) return run(); // in no transaction, and in nobody's way
    await this.startTransaction();
    const result = await run();
    await this.look(statement, false);
    await this.commitTransaction();
    return result;
  }

  /** @param goesOn whether what the statement locked stays locked */
  private async look(statement: string, goesOn: boolean): Promise<void> {
    const it = statement.trim().replaceAll(/\s+/g, ' ').slice(0, 100);
    for (const now of await touched(this.db)) {
      const { scans = 0, changed = 0 } = this.before.get(now.table) ?? {};
      this.before.set(now.table, now);
      if (!this.old.has(now.table)) continue;
      if (now.blocked && now.scans > scans) this.findings.push(`reads ${now.table} while nobody can write it: ${it}`);
      if (goesOn && now.changed > changed) this.findings.push(`keeps rows of ${now.table} locked to the end: ${it}`);
    }
  }
}

/** Our tables, with what this session has done to each lately, and whether it keeps others from writing it. */
async function touched(db: QueryRunner): Promise<Touched[]> {
  return (await db.query(
    `SELECT format('%I.%I', stat.schemaname, stat.relname) AS table, stat.seq_scan::int AS scans,
            (stat.n_tup_upd + stat.n_tup_del)::int AS changed,
            EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
                    AND relation = stat.relid AND mode = ANY ($1)) AS blocked
     FROM pg_stat_xact_user_tables stat WHERE stat.relname <> 'migrations'`,
    [blockingModes],
  )) as Touched[];
}
