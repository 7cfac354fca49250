import { companySlug, type Event } from '@callbook/contracts';
import type { ErasureKey } from '@callbook/database';
import type { ForgottenPerson } from '@callbook/outbox';
import { peopleIn } from './people-in';

interface RowIds {
  readonly callId?: unknown;
  readonly appointmentId?: unknown;
  readonly appointment?: { readonly appointmentId?: unknown } | null;
}

/** Whether a body, which may be anything, is an event about this person. */
export function tellsOf(body: Buffer, person: ForgottenPerson, key: ErasureKey): boolean {
  const event = eventOf(person.company, body);
  if (!event) return false;
  const { callId, appointmentId, appointment } = (event.data ?? {}) as RowIds;
  const { callIds, appointmentIds }: Record<'callIds' | 'appointmentIds', readonly unknown[]> = person;
  if (callIds.includes(callId)) return true;
  if ([appointmentId, appointment?.appointmentId].some((id) => appointmentIds.includes(id))) return true;
  const hashes = new Set(person.hashes.map(({ kind, hash }) => `${kind} ${hash}`));
  const asTold = peopleIn(event).filter(({ kind }) => kind !== 'number' && kind !== 'email');
  return asTold.some(({ company, kind, value }) => hashes.has(`${kind} ${key.hash(company, kind, value)}`));
}

/** Somebody as others know them. */
export interface KnownPerson {
  readonly company: string;
  readonly retellCallIds: readonly string[];
  readonly uids: readonly string[];
}

/** The same of somebody who is known by calls and bookings, not by hashes: what erasing them by these recognises. */
export function tellsOfKnown(body: Buffer, { company, retellCallIds, uids }: KnownPerson): boolean {
  const event = eventOf(company, body);
  const known: Partial<Record<string, readonly string[]>> = { call: retellCallIds, uid: uids };
  return event !== undefined && peopleIn(event).some(({ kind, value }) => known[kind]?.includes(value));
}

/** One of this company that is about people; what says who was erased is not. */
function eventOf(company: string, body: Buffer): Event<unknown> | undefined {
  const event = eventIn(body);
  return event?.company === company && event.type !== 'customer.erased.v1' ? event : undefined;
}

/** The event in a body, if it is one of some company's, whatever else it lacks. */
export function eventIn(body: Buffer): Event<unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    const { company } = Object(json) as { company?: unknown };
    return typeof company === 'string' && companySlug.test(company) ? (json as Event<unknown>) : undefined;
  } catch {
    return undefined;
  }
}
