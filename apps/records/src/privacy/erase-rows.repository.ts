import type { ErasureKey } from '@callbook/database';
import type { EntityManager } from 'typeorm';
import { type RowsOfPerson, rowsOfPerson } from './rows-of-person';

type Queries = Pick<EntityManager, 'query'>;

/** Whose rows, and as which act. */
export interface RowsToErase {
  readonly company: string;
  readonly callIds: readonly string[];
  readonly appointmentIds: readonly string[];
  /** Keyed hashes of the customers' row ids. */
  readonly customerHashes: readonly string[];
  readonly erasureId: string;
  readonly erasedAt: Date;
}

/** What every statement begins with: all it may need, as one row. */
const given = `
  WITH p AS (
    SELECT $1::text AS company, $2::bytea AS outer_pad, $3::bytea AS inner_pad, $4::uuid[] AS calls,
           $5::uuid[] AS appointments, $6::text[] AS customers, $7::timestamptz AS at, $8::uuid AS act)`;

const hashOfId = `encode(sha256(p.outer_pad || sha256(p.inner_pad
  || convert_to(p.company || E'\\ncustomer\\n' || row.id, 'UTF8'))), 'hex')`;

/** One who rang again since is somebody new, under the same id. */
const customers = `row.company = p.company AND ${hashOfId} = ANY (p.customers)
  AND NOT EXISTS (SELECT FROM records.calls WHERE customer_id = row.id OR merged_customer_id = row.id)
  AND NOT EXISTS (SELECT FROM records.appointments WHERE customer_id = row.id OR merged_customer_id = row.id)
  AND NOT EXISTS (SELECT FROM records.customers other WHERE (other.merged_into = row.id OR other.represented_by = row.id)
                  AND ${hashOfId.replaceAll('row.', 'other.')} <> ALL (p.customers))`;

/** Erases them, by `rowsOfPerson`. Rows that were erased before stay as they are. @returns rows by table */
export async function eraseRows(tx: Queries, rows: RowsToErase, key: ErasureKey): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const policy of rowsOfPerson) counts[policy.table] = await changed(tx, statementOf(policy), rows, key);
  counts.customers = await changed(tx, `DELETE FROM records.customers row USING p WHERE ${customers}`, rows, key);
  return withoutZeros(counts);
}

/** How many would be. */
export async function countRows(tx: Queries, rows: RowsToErase, key: ErasureKey): Promise<Record<string, number>> {
  const counts: Record<string, number> = { customers: rows.customerHashes.length };
  for (const { table, where } of rowsOfPerson) {
    const [{ count }] = (await tx.query(
      `${given} SELECT count(*)::integer AS count FROM records.${table} row, p WHERE ${where}`,
      parametersOf(rows, key),
    )) as [{ count: number }];
    counts[table] = count;
  }
  return withoutZeros(counts);
}

function statementOf({ table, where, becomes }: RowsOfPerson): string {
  if (!becomes) return `DELETE FROM records.${table} row USING p WHERE ${where}`;
  const changes = Object.entries(becomes).map(([column, value]) => `${column} = ${value}`);
  return `UPDATE records.${table} row SET ${changes.join(', ')} FROM p WHERE ${where}`;
}

async function changed(tx: Queries, statement: string, rows: RowsToErase, key: ErasureKey): Promise<number> {
  const [, count] = (await tx.query(`${given} ${statement}`, parametersOf(rows, key))) as [unknown, number];
  return count;
}

function parametersOf(rows: RowsToErase, { pads }: ErasureKey): unknown[] {
  const { company, callIds, appointmentIds, customerHashes, erasedAt, erasureId } = rows;
  return [company, ...pads, callIds, appointmentIds, customerHashes, erasedAt, erasureId];
}

function withoutZeros(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
