import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from '../common/online';

interface Index {
  readonly name: string;
  /** Table and columns, as after `ON`. */
  readonly on: string;
  /** The index that did a part of this one's work until now, and is not needed beside it. */
  readonly insteadOf?: { readonly name: string; readonly on: string };
}

/** When a call was, for lists: few calls (of the web) have no start of their own. */
const callAt = '(coalesce(started_at, created_at))';

/**
 * One index for each way lists are asked for, ending with what they are sorted by: a page is read from one place of one
 * index, however far down it is. Those by which people's rows are looked through carry what is asked of a row beside, so that
 * thousands can be passed over without opening one.
 */
const indexes: readonly Index[] = [
  {
    name: 'appointments_listed',
    on: 'records.appointments (company, starts_at, id) INCLUDE (customer_id)',
    insteadOf: { name: 'appointments_by_start', on: 'records.appointments (company, starts_at)' },
  },
  {
    name: 'appointments_listed_by_customer',
    on: 'records.appointments (customer_id, starts_at, id) INCLUDE (company)',
    insteadOf: { name: 'appointments_by_customer', on: 'records.appointments (customer_id)' },
  },
  { name: 'appointments_listed_by_status', on: 'records.appointments (company, status, starts_at, id)' },
  { name: 'appointments_listed_by_staff', on: 'records.appointments (staff_id, starts_at, id)' },
  { name: 'appointments_listed_by_service', on: 'records.appointments (service_id, starts_at, id)' },
  {
    name: 'appointments_listed_with_call',
    on: 'records.appointments (company, starts_at, id) WHERE call_id IS NOT NULL',
  },
  {
    name: 'appointments_listed_without_call',
    on: 'records.appointments (company, starts_at, id) WHERE call_id IS NULL',
  },
  { name: 'appointments_reported_by_booking', on: 'records.appointments (company, booked_at)' },
  {
    name: 'calls_listed',
    on: `records.calls (company, ${callAt}, id) INCLUDE (customer_id, started_at, created_at)`,
    insteadOf: { name: 'calls_by_start', on: 'records.calls (company, started_at)' },
  },
  {
    name: 'calls_listed_by_customer',
    on: `records.calls (customer_id, ${callAt}, id) INCLUDE (company, started_at, created_at)`,
    insteadOf: { name: 'calls_by_customer', on: 'records.calls (customer_id)' },
  },
  { name: 'calls_listed_by_status', on: `records.calls (company, status, ${callAt}, id)` },
  { name: 'calls_listed_by_link', on: `records.calls (company, appointment_link_status, ${callAt}, id)` },
  { name: 'calls_listed_by_staff', on: `records.calls (staff_id, ${callAt}, id) WHERE staff_id IS NOT NULL` },
  { name: 'customers_listed', on: 'records.customers (company, created_at, id)' },
  // Looked into at every page by name: a list of pending entries would have to be read each time.
  {
    name: 'customers_by_name',
    on: 'records.customers USING gin (records.name_words(company, name)) WITH (fastupdate = off)',
  },
];

/**
 * Indexes for the lists of the HTTP API and for the reports. Made and removed without keeping writers out, so not in a
 * transaction.
 */
export class ReadingIndexes1700000003030 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(nameWords);
    for (const { name, on } of indexes) await make(db, name, on);
    for (const { insteadOf } of indexes) if (insteadOf) await remove(db, insteadOf.name);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const { insteadOf } of indexes) if (insteadOf) await make(db, insteadOf.name, insteadOf.on);
    for (const { name } of indexes) await remove(db, name);
    await db.query(`
      DROP FUNCTION IF EXISTS records.name_query(text, text);
      DROP FUNCTION IF EXISTS records.name_words(text, text);
      DROP FUNCTION IF EXISTS records.folded_name(text);
    `);
  }
}

const make = (db: QueryRunner, name: string, on: string) =>
  createIndexOnline(db, { schema: 'records', name }, `ON ${on}`);

const remove = (db: QueryRunner, name: string) => dropIndexOnline(db, `records.${name}`);

/**
 * Every word carries the company before it, so that a search touches entries of one company only. Whoever searches gets
 * what was said split and folded by the same functions; each of its words is the beginning of a word of the name. Words end at
 * spaces and at the signs of ASCII: what else is a letter depends on the locale of a database, which may be C. Costly and not
 * for parallel workers: the index is to be used, and starting a worker takes longer than the search.
 */
const nameWords = `
  CREATE OR REPLACE FUNCTION records.folded_name(name text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN translate(lower(name), 'ÄÖÜÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝĄĆČĎĘĚĞŁŃŇŐŘŚŠŞŤŮŰŹŻŽẞ', 'äöüàáâãåæçèéêëìíîïñòóôõøùúûýąćčďęěğłńňőřśšşťůűźżžß');

  CREATE OR REPLACE FUNCTION records.name_words(company text, name text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL RESTRICTED COST 1000
  RETURN array_to_tsvector(ARRAY(
    SELECT DISTINCT company || '/' || left(word, 60)
    FROM regexp_split_to_table(records.folded_name(name), '[[:space:]!-/:-@[-_{-~]+') AS word
    WHERE word <> ''));

  CREATE OR REPLACE FUNCTION records.name_query(company text, said text) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT string_agg(quote_literal(word) || ':*', ' & ')::tsquery
    FROM unnest(tsvector_to_array(records.name_words(company, said))) AS word)`;
