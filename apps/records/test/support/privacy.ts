import type { Event } from '@callbook/contracts';
import { ErasedPeople, ErasureKey } from '@callbook/database';
import { Inbox } from '@callbook/outbox';
import type { DataSource } from 'typeorm';
import { ErasureDesk } from '../../src/privacy/erasure-desk.repository';
import { ExportDesk } from '../../src/privacy/export-desk.repository';
import { Sweeper } from '../../src/privacy/sweeper.repository';
import { PostgresRecords } from '../../src/transaction/records.repository';
import type { RecordFixture } from './record-fixture';

const secret = 'a key of thirty-two characters or more';
let acts = 0;

/** The record as the app wires it where people can be erased. */
export class PrivateRecord {
  readonly erased: ErasedPeople;
  readonly desk: ErasureDesk;
  readonly exports: ExportDesk;
  readonly sweeper: Sweeper;
  readonly writer: PostgresRecords;

  constructor(
    readonly record: RecordFixture,
    { key = secret, now = new Date('2026-11-21T12:00:00Z') }: { key?: string; now?: Date } = {},
  ) {
    const { dataSource, outbox } = record;
    this.erased = new ErasedPeople('records', new ErasureKey(key));
    this.sweeper = new Sweeper(dataSource, this.erased);
    this.desk = new ErasureDesk(dataSource, outbox, this.erased, this.sweeper, { now: () => now });
    this.exports = new ExportDesk(dataSource);
    this.writer = new PostgresRecords(new Inbox(dataSource, 'records'), outbox, undefined, this.erased);
  }

  tell(event: Event<object>): Promise<void> {
    return this.record.tell(event, this.writer);
  }

  erase(customer: string, { dryRun = false, company = null as string | null } = {}) {
    acts += 1;
    const actId = `00000000-0000-4000-8000-${String(acts).padStart(12, '0')}`;
    return this.desk.erase({ customer, company, dryRun, actor: 'anna', why: 'asked for it', actId });
  }
}

interface TextColumn {
  readonly table: string;
  readonly column: string;
}

/** Where a marker stands, in any column of any table of these schemas that can hold it, in whatever case. */
export async function placesOf(dataSource: DataSource, markers: readonly string[], schemas: readonly string[]) {
  const columns = (await dataSource.query(
    `SELECT format('%I.%I', table_schema, table_name) AS table, column_name AS column
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = ANY ($1) AND table_type = 'BASE TABLE'
       AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'uuid', 'bytea', 'USER-DEFINED')
     ORDER BY 1, 2`,
    [schemas],
  )) as TextColumn[];
  if (columns.length < 100) throw new Error(`looked into ${columns.length} columns only`);
  const looks = columns.map(
    ({ table, column }) => `
      SELECT '${table}.${column}: ' || marker AS place FROM ${table}, unnest($1::text[]) marker
      WHERE position(lower(marker) in lower("${column}"::text)) > 0`,
  );
  const found = (await dataSource.query(`${looks.join(' UNION ')} ORDER BY place`, [markers])) as { place: string }[];
  return found.map(({ place }) => place);
}
