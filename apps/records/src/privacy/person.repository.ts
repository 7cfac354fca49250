import { type PossibleCustomer, uuidForm } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';
import { phoneNumber } from '../customers/phone-number';

type Queries = Pick<EntityManager, 'query'>;

/** A person as the record knows them: a customer with all that were merged into it, and whose calls and appointments are theirs. */
export interface Person {
  readonly company: string;
  readonly customerIds: readonly string[];
  readonly callIds: readonly string[];
  readonly appointmentIds: readonly string[];
}

export type FoundPerson =
  | { readonly result: 'found'; readonly person: Person; readonly candidates: readonly PossibleCustomer[] }
  | { readonly result: 'unknown' | 'ambiguous'; readonly candidates: readonly PossibleCustomer[] };

/** What a person may be asked for by. */
export type Asked =
  | { readonly by: 'id'; readonly value: string }
  | { readonly by: 'number'; readonly value: string }
  | { readonly by: 'email'; readonly value: string };

/** Null when it is neither an id nor an E.164 number nor an e-mail address. */
export function askedBy(text: string): Asked | null {
  const value = text.trim();
  if (uuidForm.test(value)) return { by: 'id', value: value.toLowerCase() };
  if (value.includes('@')) return { by: 'email', value };
  const number = value.startsWith('+') ? phoneNumber(value) : null;
  return number === null ? null : { by: 'number', value: number };
}

const condition: Readonly<Record<Asked['by'], string>> = {
  id: 'asked.id = $1::uuid',
  number: 'asked.phone = $1::text',
  email: 'lower(asked.email) = lower($1::text) AND NOT asked.email_is_placeholder',
};

/** Who is meant. An address, or a number known to several companies, may be several people's: then a person has to choose. */
export async function findPerson(db: Queries, asked: Asked, company: string | null): Promise<FoundPerson> {
  const candidates = (await db.query(
    `SELECT DISTINCT head.id, head.company,
            (SELECT count(*)::integer FROM records.calls WHERE customer_id = head.id) AS calls,
            (SELECT count(*)::integer FROM records.appointments WHERE customer_id = head.id) AS appointments
     FROM records.customers asked
     JOIN records.customers head ON head.id = coalesce(asked.represented_by, asked.id)
     WHERE ${condition[asked.by]} AND ($2::text IS NULL OR asked.company = $2)
     ORDER BY head.company, head.id`,
    [asked.value, company],
  )) as PossibleCustomer[];
  const [only] = candidates;
  if (!only) return { result: 'unknown', candidates };
  if (candidates.length > 1) return { result: 'ambiguous', candidates };
  return { result: 'found', person: await personOf(db, only), candidates };
}

async function personOf(db: Queries, { id, company }: PossibleCustomer): Promise<Person> {
  const [row] = (await db.query(
    `WITH people AS (
       SELECT id FROM records.customers WHERE id = $1 OR represented_by = $1),
     calls AS (
       SELECT id FROM records.calls WHERE customer_id IN (SELECT id FROM people)
       UNION SELECT id FROM records.calls WHERE merged_customer_id IN (SELECT id FROM people)),
     appointments AS (
       SELECT id FROM records.appointments WHERE customer_id IN (SELECT id FROM people)
       UNION SELECT id FROM records.appointments WHERE merged_customer_id IN (SELECT id FROM people)
       UNION SELECT id FROM records.appointments WHERE call_id IN (SELECT id FROM calls)),
     -- Whoever rang without a number and moved or cancelled the appointment, by name and reference.
     nameless AS (
       SELECT call.id FROM records.booking_outcomes known JOIN records.calls call ON call.id = known.call_id
       WHERE known.appointment_id IN (SELECT id FROM appointments) AND call.customer_id IS NULL)
     SELECT ARRAY(SELECT id FROM people ORDER BY id) AS "customerIds",
            ARRAY(SELECT id FROM calls UNION SELECT id FROM nameless ORDER BY id) AS "callIds",
            ARRAY(SELECT id FROM appointments ORDER BY id) AS "appointmentIds"`,
    [id],
  )) as [Omit<Person, 'company'>];
  return { company, ...row };
}
