import { randomBytes } from 'node:crypto';
import { createDataSource, migrate } from '@callbook/database';
import { Client, Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** A database of its own with the record's tables, and what two processes of records have of it. */
export interface Arena {
  /** As the owner. */
  readonly query: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** Connected with the rights of records, one for each writer. */
  readonly sources: readonly [DataSource, DataSource];
  close(): Promise<void>;
}

/** @param server address of a PostgreSQL, as a user who may create databases and roles */
export async function openArena(server: string): Promise<Arena> {
  const name = `callbook_property_${randomBytes(5).toString('hex')}`;
  await once(server, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` });
  await migrate({ url: url.toString() });
  const pool = new Pool({ connectionString: url.toString(), max: 4 });
  pool.on('error', () => {}); // an idle session that the dropping of the database cut
  const asRecords = new URL(url);
  asRecords.searchParams.set('options', '-c role=callbook_records -c synchronous_commit=off');
  const sources = ['a', 'b'].map((writer) =>
    createDataSource({ url: asRecords.toString(), applicationName: `property-${writer}` }),
  ) as [DataSource, DataSource];
  for (const source of sources) await source.initialize();
  return {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query(sql, [...values])).rows as Row[],
    sources,
    async close() {
      for (const source of sources) await source.destroy();
      await pool.end();
      await once(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function once(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
