import type { Arena } from '../writers/arena';
import { type Row, type TableName, tableNames, type Tables } from './tables';

/** How the rows of a table are found that have no company themselves. */
const owners: Partial<Record<TableName, string>> = {
  appointment_phases: 'JOIN records.appointments owner ON owner.id = row.appointment_id',
  call_mentions: 'JOIN records.appointments owner ON owner.id = row.appointment_id',
};

/** All rows of these companies, by company: one statement for each table. */
export async function readRows(arena: Arena, companies: readonly string[]): Promise<ReadonlyMap<string, Tables>> {
  const found = new Map(companies.map((company) => [company, emptyTables()]));
  await Promise.all(
    tableNames.map(async (table) => {
      const owner = owners[table];
      const rows = await arena.query<{ of: string } & Row>(
        `SELECT row.*, ${owner ? 'owner' : 'row'}.company AS of FROM records.${table} row ${owner ?? ''}
         WHERE ${owner ? 'owner' : 'row'}.company = ANY ($1)`,
        [companies],
      );
      for (const { of, ...row } of rows) found.get(of)?.[table].push(plain(row));
    }),
  );
  return found;
}

function emptyTables(): Record<TableName, Row[]> {
  return Object.fromEntries(tableNames.map((table) => [table, [] as Row[]])) as Record<TableName, Row[]>;
}

const big = new Set(['revision', 'call_revision']);

function plain(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? value.toISOString() : big.has(column) && value !== null ? Number(value) : value,
    ]),
  );
}

/** Halves of links, by what is wrong; the record must hold none. */
const halves = `
  SELECT company, 'a call points to an appointment that does not name it' AS what FROM records.calls call
  WHERE company = ANY ($1) AND appointment_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM records.appointments WHERE id = call.appointment_id AND call_id = call.id)
  UNION ALL
  SELECT company, 'an appointment names a call that points nowhere' FROM records.appointments appointment
  WHERE company = ANY ($1) AND call_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM records.calls WHERE id = appointment.call_id AND has_appointment)
  UNION ALL
  SELECT company, 'confirmed without an appointment' FROM records.calls
  WHERE company = ANY ($1) AND booking_confirmed AND appointment_id IS NULL`;

export async function halfLinks(
  arena: Arena,
  companies: readonly string[],
): Promise<{ company: string; what: string }[]> {
  const reported = await arena.query<{ company: string; what: string }>(
    `SELECT company, 'report_links_v1 counts a link that does not hold both ways' AS what FROM records.report_links_v1
     WHERE company = ANY ($1) AND links <> links_both_ways`,
    [companies],
  );
  return [...(await arena.query<{ company: string; what: string }>(halves, [companies])), ...reported];
}
