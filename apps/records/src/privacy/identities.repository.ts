import type { BookingAtProvider } from '@callbook/contracts';
import type { ErasedKind, ErasureKey } from '@callbook/database';
import type { EntityManager } from 'typeorm';
import { phoneNumber } from '../customers/phone-number';
import type { Person } from './person.repository';

type Queries = Pick<EntityManager, 'query'>;

/** By which others know a person. */
export interface Identities {
  readonly retellCallIds: readonly string[];
  readonly uids: readonly string[];
  readonly numbers: readonly string[];
  /** Without those that another customer of the company has as well: a family may share one. */
  readonly emails: readonly string[];
}

/** Numbers and addresses count of the customers, and of attendees where nobody rang, for there they are all that is told. */
export async function identitiesOfPerson(db: Queries, person: Person): Promise<Identities> {
  const { company, customerIds, callIds, appointmentIds } = person;
  const [row] = (await db.query(
    `WITH attendees AS (
       SELECT attendee FROM records.appointments, unnest(ARRAY[attendee_as_said, attendee_as_booked]) attendee
       WHERE id = ANY ($4) AND call_id IS NULL AND attendee IS NOT NULL),
     emails AS (
       SELECT lower(email) AS email FROM records.customers WHERE id = ANY ($2) AND NOT email_is_placeholder
       UNION SELECT lower(attendee ->> 'email') FROM attendees)
     SELECT
       ARRAY(SELECT retell_call_id FROM records.calls WHERE id = ANY ($3) ORDER BY 1) AS "retellCallIds",
       ARRAY(SELECT uid FROM records.appointment_uids WHERE appointment_id = ANY ($4)
             UNION SELECT unnest(ARRAY[calcom_uid, root_uid]) FROM records.appointments WHERE id = ANY ($4)
             ORDER BY 1) AS uids,
       ARRAY(SELECT phone FROM records.customers WHERE id = ANY ($2) AND phone IS NOT NULL
             UNION SELECT attendee ->> 'phone' FROM attendees WHERE attendee ->> 'phone' IS NOT NULL) AS numbers,
       ARRAY(SELECT email FROM emails WHERE email IS NOT NULL AND NOT EXISTS (
               SELECT FROM records.customers other
               WHERE other.company = $1 AND lower(other.email) = emails.email AND NOT other.email_is_placeholder
                 AND other.id <> ALL ($2))) AS emails`,
    [company, customerIds, callIds, appointmentIds],
  )) as [Identities];
  const numbers = row.numbers.map((number) => phoneNumber(number)).filter((number) => number !== null);
  return { ...row, numbers: [...new Set(numbers)] };
}

export interface HashedIdentity {
  readonly kind: ErasedKind;
  readonly hash: string;
}

/** What is kept of them. */
export function hashesOf(
  { company, customerIds }: Pick<Person, 'company' | 'customerIds'>,
  { retellCallIds, uids, numbers, emails }: Identities,
  key: ErasureKey,
): HashedIdentity[] {
  const hashed = (kind: ErasedKind, values: readonly string[]) =>
    values.map((value) => ({ kind, hash: key.hash(company, kind, value) }));
  return [
    ...hashed('call', retellCallIds),
    ...hashed('uid', uids),
    ...hashed('number', numbers),
    ...hashed('email', emails),
    ...hashed('customer', customerIds),
  ];
}

/** What Cal.com holds of the person: the bookings as they are now first, then those they were moved from. */
export async function bookingsAtProvider(
  db: Queries,
  { appointmentIds }: Pick<Person, 'appointmentIds'>,
  now: Date,
): Promise<BookingAtProvider[]> {
  const rows = (await db.query(
    `SELECT known.uid, CASE WHEN known.uid = appointment.calcom_uid THEN calcom_booking_id END AS "bookingId",
            appointment.starts_at AS "startsAt",
            (appointment.status IN ('pending', 'confirmed') AND appointment.starts_at > $2
             AND (known.uid = appointment.calcom_uid OR known.kind = 'segment')) AS "isUpcoming"
     FROM records.appointment_uids known JOIN records.appointments appointment ON appointment.id = known.appointment_id
     WHERE known.appointment_id = ANY ($1) AND NOT starts_with(known.uid, 'erased:')
     ORDER BY appointment.starts_at, (known.uid = appointment.calcom_uid) DESC, known.uid`,
    [appointmentIds, now],
  )) as (Omit<BookingAtProvider, 'startsAt'> & { startsAt: Date })[];
  return rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() }));
}
