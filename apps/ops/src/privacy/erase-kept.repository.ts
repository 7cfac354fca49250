import type { ErasureKey } from '@callbook/database';
import { type ForgottenPerson, isAboutPerson, personParameters } from '@callbook/outbox';
import type { DataSource } from 'typeorm';
import { eraseLetters } from './erase-letters.repository';

/** What there was stays known: when, of which type and company. */
const eraseOfDay = `
  UPDATE ops.events SET event = NULL, erased_at = now(), subject = 'erased', correlation_id = 'erased', retell_call_id = NULL
  WHERE day = $7 AND company = $1::text AND event IS NOT NULL AND ${isAboutPerson}`;

/** Days that have a partition, and those of strays. */
const daysKept = `
  SELECT to_date(substr(relname, 8), 'YYYYMMDD')::text AS day FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = 'ops.events'::regclass AND relname ~ '^events_[0-9]{8}$'
  UNION SELECT day::text FROM ops.events_default ORDER BY day`;

/**
 * Erases what ops keeps of somebody, in the history and among the dead letters. Looks through the history a day at a time, each
 * with locks of its own. Safe to run again.
 * @returns rows by table
 */
export async function eraseKept(
  dataSource: DataSource,
  person: ForgottenPerson,
  key: ErasureKey,
): Promise<{ readonly events: number; readonly dead_letters: number }> {
  const days = (await dataSource.query(daysKept)) as { day: string }[];
  let events = 0;
  for (const { day } of days) {
    const [, rows] = (await dataSource.query(eraseOfDay, [...personParameters(person, key), day])) as [unknown, number];
    events += rows;
  }
  return { events, dead_letters: await eraseLetters(dataSource, person, key) };
}
