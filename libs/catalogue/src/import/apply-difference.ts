import type { EntityManager } from 'typeorm';
import type { Table } from '../rows/catalogue-rows';
import type { Difference } from './difference';

/** Writes one table's difference, one statement for what ends and one for what begins. */
export async function applyDifference(
  tx: EntityManager,
  table: Table,
  difference: Difference,
  at: Date,
): Promise<void> {
  const { created, changed, ended } = difference;
  await end(tx, table, table.history ? [...changed, ...ended] : ended, at);
  await write(tx, table, [...created, ...changed], at);
}

async function end(tx: EntityManager, { name, key }: Table, rows: readonly object[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  const sameThing = key.map((column) => `stored.${column} = ended.${column}`).join(' AND ');
  await tx.query(
    `UPDATE catalogue.${name} stored SET valid_to = $2
     FROM json_populate_recordset(NULL::catalogue.${name}, $1) ended
     WHERE ${sameThing} AND stored.valid_to IS NULL`,
    [JSON.stringify(rows), at],
  );
}

/** In place, a thing that comes back is valid again and keeps the day it was first seen. */
async function write(
  tx: EntityManager,
  { name, key, history }: Table,
  rows: readonly object[],
  at: Date,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const others = columns.filter((column) => !key.includes(column));
  const inPlace = `ON CONFLICT (${key.join(', ')}) DO UPDATE
     SET ${[...others.map((column) => `${column} = excluded.${column}`), 'valid_to = NULL'].join(', ')}`;
  await tx.query(
    `INSERT INTO catalogue.${name} (${columns.join(', ')}, valid_from)
     SELECT ${columns.join(', ')}, $2 FROM json_populate_recordset(NULL::catalogue.${name}, $1)
     ${history ? '' : inPlace}`,
    [JSON.stringify(rows), at],
  );
}
