import type { Event } from '../envelope/event';
import type { CallIdentity } from '../values/call-identity';

/** Something by which an event tells whom it is about. */
export interface Identity {
  readonly kind: 'call' | 'uid' | 'number' | 'email' | 'customer';
  readonly value: string;
  /** When the person used it: a number or an address may be somebody else's later. */
  readonly at: Date;
}

/** The parts of any event's data that name a person. */
interface Named {
  readonly call?: CallIdentity | null;
  readonly retellCallId?: string;
  readonly rootUid?: string;
  readonly calcomUid?: string;
  readonly uid?: string;
  readonly previousUid?: string | null;
  readonly target?: { readonly rootUid: string; readonly calcomUid: string } | null;
  readonly segments?: readonly { readonly uid: string }[];
  readonly attendeeAsSaid?: { readonly email: string | null; readonly phone: string | null } | null;
  readonly attendeeAsBooked?: { readonly email: string | null; readonly phone: string | null } | null;
  readonly providerCreatedAt?: string | null;
  readonly customerId?: string;
  readonly intoId?: string;
  readonly previousIntoId?: string;
  readonly actedAt?: string;
}

/**
 * By what an event can be recognised as being about somebody. An attendee's number and address count only where no caller's
 * number does: who rings may book for somebody else.
 * @param toE164 how numbers are written in the record; null for what is none
 */
export function identitiesOf(
  { data, time }: Pick<Event<object>, 'data' | 'time'>,
  toE164: (text: string) => string | null,
): Identity[] {
  const named = data as Named;
  const { call } = named;
  const calledAt = new Date(call?.startedAt ?? time);
  const bookedAt = new Date(named.providerCreatedAt ?? time);
  const number = call?.customerNumber ? toE164(call.customerNumber) : null;
  const uids = [
    named.rootUid,
    named.calcomUid,
    named.uid,
    named.previousUid,
    named.target?.rootUid,
    named.target?.calcomUid,
    ...(named.segments ?? []).map(({ uid }) => uid),
  ];
  const attendees = number === null ? [named.attendeeAsSaid, named.attendeeAsBooked] : [];
  const customers = [named.customerId, named.intoId, named.previousIntoId];
  return [
    ...given('call', [call?.retellCallId, named.retellCallId], calledAt),
    ...given('uid', uids, bookedAt),
    ...given('number', [number], calledAt),
    ...given('customer', customers, new Date(named.actedAt ?? time)),
    ...given(
      'number',
      attendees.map((attendee) => attendee?.phone && toE164(attendee.phone)),
      bookedAt,
    ),
    ...given(
      'email',
      attendees.map((attendee) => attendee?.email),
      bookedAt,
    ),
  ];
}

function given(kind: Identity['kind'], values: readonly (string | null | undefined)[], at: Date): Identity[] {
  return [...new Set(values)].flatMap((value) => (value ? [{ kind, value, at }] : []));
}
