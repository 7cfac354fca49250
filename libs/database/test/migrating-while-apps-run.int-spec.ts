import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Client } from 'pg';
import { migrate, type MigrateOptions, type Schema } from '../src';
import { undoNewest } from '../src/run-migrations';

const lockTimeoutMs = 200;

class People1700000009001 implements MigrationInterface {
  up = (db: QueryRunner) => db.query('CREATE TABLE spec.people (id int PRIMARY KEY, name text)');
  down = (db: QueryRunner) => db.query('DROP TABLE spec.people');
}
class Age1700000009002 implements MigrationInterface {
  up = (db: QueryRunner) => db.query('ALTER TABLE spec.people ADD COLUMN age int');
  down = (db: QueryRunner) => db.query('ALTER TABLE spec.people DROP COLUMN age');
}
class NameIndex1700000009003 implements MigrationInterface {
  readonly transaction = false;
  up = (db: QueryRunner) => db.query('CREATE INDEX CONCURRENTLY people_by_name ON spec.people (name)');
  down = (db: QueryRunner) => db.query('DROP INDEX CONCURRENTLY spec.people_by_name');
}
const schema = (...migrations: Schema['migrations'][number][]): Schema => ({
  name: 'spec',
  migrations,
  access: { writers: ['callbook_records'], readers: [] },
});

describe('migrating while the apps run', () => {
  let database: TestDatabase;
  const clients: Client[] = [];
  beforeEach(async () => {
    database = await testDatabase();
    await migrate({ url: database.url, only: [schema(People1700000009001)] });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await database.close();
  });

  async function session(): Promise<Client> {
    const client = new Client({ connectionString: database.url });
    clients.push(client);
    await client.connect();
    return client;
  }

  /** Somebody who has read the table, and does not end the transaction until told. */
  async function longTransaction(): Promise<() => Promise<unknown>> {
    const client = await session();
    await client.query('BEGIN');
    await client.query('SELECT FROM spec.people');
    return () => client.query('COMMIT');
  }

  /** Runs the statement again and again; `stop` tells how long the slowest one took. */
  async function busyWith(statement: string): Promise<{ times: () => number; stop: () => Promise<number> }> {
    const client = await session();
    let [times, longest, busy] = [0, 0, true];
    const done = (async () => {
      while (busy) {
        const begun = performance.now();
        await client.query(statement);
        longest = Math.max(longest, performance.now() - begun);
        times++;
      }
    })();
    const stop = async () => {
      busy = false;
      await done;
      return longest;
    };
    return { times: () => times, stop };
  }

  function startMigrating(options: Partial<MigrateOptions> = {}) {
    const blocked: number[] = [];
    const applied: string[] = [];
    const done = migrate({
      url: database.url,
      only: [schema(People1700000009001, Age1700000009002)],
      lockTimeoutMs,
      onBlocked: ({ tried }) => blocked.push(tried),
      onSchema: (migrated) => applied.push(...migrated.applied),
      ...options,
    });
    done.catch(() => undefined);
    return { done, blocked, applied };
  }

  it('keeps readers and writers waiting no longer than its lock time-out, and is done once a long transaction ends', async () => {
    const end = await longTransaction();
    const reader = await busyWith('SELECT FROM spec.people');
    const writer = await busyWith(
      `INSERT INTO spec.people VALUES (1, 'Anna') ON CONFLICT (id) DO UPDATE SET name = 'Anna'`,
    );
    const { done, blocked, applied } = startMigrating();
    await eventually('three tries that stepped back', () => blocked.length >= 3);
    const [reads, writes] = [reader.times(), writer.times()];
    await eventually('others who go on', () => reader.times() > reads + 10 && writer.times() > writes + 10);
    await end();
    await done;
    expect(applied).toEqual([Age1700000009002.name]);
    // As long as the transaction lasted, which is what they would wait without: about two seconds.
    expect(Math.max(await reader.stop(), await writer.stop())).toBeLessThan(lockTimeoutMs + 600);
  });

  it('gives up in the end, with everything before it done and nothing of it', async () => {
    const end = await longTransaction();
    const { done, blocked } = startMigrating({ tries: 2 });
    await expect(done).rejects.toThrow('canceling statement due to lock timeout');
    expect(blocked).toEqual([1]);
    expect(await database.query('SELECT name FROM spec.migrations')).toEqual([{ name: People1700000009001.name }]);
    await end();
    const again = startMigrating();
    await again.done;
    expect([again.applied, again.blocked]).toEqual([[Age1700000009002.name], []]);
  });

  it('tries a migration again that fell victim to a deadlock, and no other failure', async () => {
    let tries = 0;
    class Unlucky1700000009004 implements MigrationInterface {
      up = (db: QueryRunner) =>
        db.query(`DO $$ BEGIN RAISE EXCEPTION 'unlucky' USING ERRCODE = '${++tries < 3 ? '40P01' : '22012'}'; END $$`);
      down = () => Promise.resolve();
    }
    const { done } = startMigrating({ only: [schema(People1700000009001, Unlucky1700000009004)] });
    await expect(done).rejects.toThrow('unlucky');
    expect(tries).toBe(3);
  });

  it('runs one without a transaction, and undoes it without one', async () => {
    const all = schema(People1700000009001, Age1700000009002, NameIndex1700000009003);
    const { done, applied } = startMigrating({ only: [all] });
    await done;
    expect(applied).toEqual([Age1700000009002.name, NameIndex1700000009003.name]);
    const index = () => database.query(`SELECT to_regclass('spec.people_by_name')::text AS name`);
    expect(await index()).toEqual([{ name: 'spec.people_by_name' }]);
    await undoNewest(database.url, all);
    expect(await index()).toEqual([{ name: null }]);
  });
});
