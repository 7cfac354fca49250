import type { QueryRunner } from 'typeorm';

/**
 * Changes of big tables that go on while everybody reads and writes. For migrations that say `transaction = false`: each
 * statement commits by itself, so each of these may be run again after it failed half-way, and does nothing twice.
 */

/** @param definition what follows the name: `ON records.calls (company, started_at)` */
export async function createIndexOnline(
  db: QueryRunner,
  { schema, name, unique = false }: { schema: string; name: string; unique?: boolean },
  definition: string,
): Promise<void> {
  await waitingInNobodysWay(db, async () => {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${schema}.${name}`); // an earlier try may have left an invalid one
    await db.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${name} ${definition}`);
  });
}

/** @param index with its schema */
export async function dropIndexOnline(db: QueryRunner, index: string): Promise<void> {
  await waitingInNobodysWay(db, () => db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`));
}

/**
 * Holds for what is written from now on at once, and for what is there once it has been looked through.
 * @param definition `CHECK (…)` or `FOREIGN KEY (…) REFERENCES …`
 */
export async function addConstraintOnline(
  db: QueryRunner,
  { table, name }: { table: string; name: string },
  definition: string,
): Promise<void> {
  await db.query(
    `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} ${definition} NOT VALID`,
  );
  await waitingInNobodysWay(db, () => db.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`));
}

/** The rows must all have a value already, and whoever writes must give one. */
export async function setNotNullOnline(
  db: QueryRunner,
  { table, column }: { table: string; column: string },
): Promise<void> {
  const proof = `${column}_is_there`;
  await addConstraintOnline(db, { table, name: proof }, `CHECK (${column} IS NOT NULL)`);
  // The valid check spares PostgreSQL from looking through the table under its strongest lock; dropped in the same
  // statement it would be gone before it is looked for.
  await db.query(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`);
  await db.query(`ALTER TABLE ${table} DROP CONSTRAINT ${proof}`);
}

/**
 * Runs a statement that changes a part of the rows until it changes none: each part keeps its rows locked only for itself.
 * @param statement bounded by a LIMIT, finds only rows that are still to be changed, and ends in RETURNING something
 */
export async function inParts(db: QueryRunner, statement: string): Promise<void> {
  let changed: unknown[];
  do {
    const { records } = (await db.query(statement, undefined, true)) as unknown as { records: unknown[] };
    changed = records;
  } while (changed.length > 0);
}

/** It queues for transactions that are open, and nobody who reads or writes queues behind it: it may take its time. */
async function waitingInNobodysWay(db: QueryRunner, work: () => Promise<unknown>): Promise<void> {
  await db.query('SET lock_timeout = 0');
  await work();
  await db.query('RESET lock_timeout');
}
