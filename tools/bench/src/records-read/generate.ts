import type { Client } from 'pg';
import { insertCatalogue } from './generated-catalogue';
import {
  type Amounts,
  helpers,
  insertAppointments,
  insertCalls,
  insertCustomers,
  insertInbox,
  insertMentions,
  insertPhases,
  insertRecordings,
  insertTranscripts,
  insertUids,
} from './generated-rows';

interface Index {
  readonly name: string;
  readonly definition: string;
}

const appointmentsAtOnce = 50_000;

/**
 * Fills a migrated, empty database as its owner: a few companies, most of it in one; the same seed gives the same rows.
 * Every constraint holds, links included, as they are checked at the end of each batch. Indexes that are no constraint are
 * made after the rows, which takes a third of the time.
 */
export async function generate(
  client: Client,
  { amounts, seed }: { readonly amounts: Amounts; readonly seed: number },
  say: (line: string) => void,
): Promise<void> {
  const { appointments, calls } = amounts;
  await client.query('SET synchronous_commit = off');
  await client.query(helpers(seed, amounts));
  await client.query(insertCatalogue);
  const indexes = await takeAwayIndexes(client);
  await client.query(insertCustomers);
  say(`${amounts.customers} customers`);
  const perAppointment = calls / appointments;
  for (let from = 1; from <= appointments; from += appointmentsAtOnce) {
    const to = Math.min(appointments, from + appointmentsAtOnce - 1);
    const batch = [Math.floor((from - 1) * perAppointment) + 1, Math.floor(to * perAppointment)];
    await client.query('BEGIN');
    await client.query(insertCalls, [...batch, appointments]);
    await client.query(insertAppointments, [from, to]);
    await client.query(insertUids, [from, to]);
    await client.query(insertPhases, [from, to]);
    await client.query(insertMentions, [from, to]);
    await client.query(insertTranscripts, batch);
    await client.query(insertRecordings, batch);
    await client.query(insertInbox, [...batch, calls]);
    await client.query('COMMIT');
    say(`${to} of ${appointments} appointments, ${batch[1]} of ${calls} calls`);
  }
  for (const { name, definition } of indexes) {
    await client.query(definition);
    say(`index ${name}`);
  }
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT'); // what is measured is no server that has just been filled
}

/** @returns what makes them again */
async function takeAwayIndexes(client: Client): Promise<readonly Index[]> {
  const { rows } = await client.query<Index>(
    `SELECT relname AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = 'records'::regnamespace AND NOT indisunique
       AND indrelid IN ('records.calls'::regclass, 'records.appointments'::regclass, 'records.customers'::regclass)`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX records.${name}`);
  return rows;
}
