import { type BookingFact, type CallIdentity, derivedId, type Event } from '@callbook/contracts';
import type { Row } from '../rows/tables';
import { whichever } from '../rows/tables';
import { greatest, grouped, iso, least } from './choose';
import { identitiesIn, type Told, type World } from './told';

/** How rows name a customer: whoever stands for them, and whom the facts name if that is another. */
export interface Named {
  readonly customer_id: string | null;
  readonly merged_customer_id: string | null;
}

export interface Customers {
  readonly rows: readonly Row[];
  readonly named: (customerId: string | null) => Named;
}

/** By what somebody is recognised: the carrier's number, else a number or address entered without a call, else the call. */
interface Person {
  readonly id: string;
  readonly phone: string | null;
  readonly anonymous: boolean;
}

export function personWhoRang(company: string, { customerNumber: phone }: CallIdentity): Person | null {
  return phone ? { id: derivedId('customer', company, 'phone', phone), phone, anonymous: false } : null;
}

/** Who books in a call without a number is a customer of that call alone. */
export function personWhoBooked(company: string, call: CallIdentity): Person {
  const id = derivedId('customer', company, 'call', call.retellCallId);
  return personWhoRang(company, call) ?? { id, phone: null, anonymous: true };
}

/** Null when a booking without a call has neither number nor address. */
export function personOfFact(company: string, { data }: Event<BookingFact>): Person | null {
  if (data.call) return personWhoBooked(company, data.call);
  const { phone, email } = saidBy(data);
  if (phone) return { id: derivedId('customer', company, 'phone', phone), phone, anonymous: false };
  if (!email || isMadeUp(data)) return null;
  return { id: derivedId('customer', company, 'email', email.toLowerCase()), phone: null, anonymous: false };
}

export function customersOf(told: Told, { company }: World): Customers {
  const ofFacts = told.facts.map((fact) => ({ fact, person: personOfFact(company, fact) }));
  const people = new Map(
    [
      ...identitiesIn(told).map(({ call }) => personWhoRang(company, call)),
      ...ofFacts.map(({ person }) => person),
    ].flatMap((person) => (person ? [[person.id, person] as const] : [])),
  );
  const decisions = decisionsIn(told, new Set(people.keys()));
  const into = (id: string): string | null => decisions.get(id)?.into ?? null;
  const named = (id: string | null): Named => {
    const end = id === null ? null : endOf(id, into);
    return { customer_id: end, merged_customer_id: end === id ? null : id };
  };
  const rows = [...people.values()].map(({ id, phone, anonymous }): Row => {
    const facts = ofFacts.filter(({ person }) => person?.id === id).map(({ fact }) => fact);
    const decision = decisions.get(id);
    const end = endOf(id, into);
    return {
      id,
      company,
      phone,
      anonymous,
      ...nameIn(facts),
      ...emailIn(facts),
      preferred_staff_id: null,
      notes: null,
      merged_into: decision?.into ?? null,
      represented_by: end === id ? null : end,
      merge_decided_at: iso(decision?.at),
      merge_decided_by: decision?.eventId ?? null,
      recorded_by_message: whichever,
    };
  });
  return { rows, named };
}

/** The booking that was made first says the name. */
function nameIn(facts: readonly Event<BookingFact>[]): Row {
  const said = facts.flatMap((fact) => {
    const { name } = saidBy(fact.data);
    return name ? [{ name, from: createdAt(fact) }] : [];
  });
  const first = least(said, ({ name, from }) => [Date.parse(from), name]);
  return { name: first?.name ?? null, name_from: iso(first?.from) };
}

/** The same for the address; one that somebody has comes before all that were made up. */
function emailIn(facts: readonly Event<BookingFact>[]): Row {
  const said = facts.flatMap((fact) => {
    const { email } = saidBy(fact.data);
    return email ? [{ email, from: createdAt(fact), madeUp: isMadeUp(fact.data) }] : [];
  });
  const first = least(said, ({ email, from, madeUp }) => [Number(madeUp), Date.parse(from), email]);
  return {
    email: first?.email ?? null,
    email_from: iso(first?.from),
    email_is_placeholder: first?.madeUp ?? false,
  };
}

export function createdAt({ data, time }: Event<BookingFact>): string {
  return data.providerCreatedAt ?? time;
}

/** What a caller said comes before what the calendar stored. */
function saidBy({ attendeeAsSaid: said, attendeeAsBooked: booked }: BookingFact) {
  const phone = said?.phone ?? booked?.phone ?? null;
  return {
    name: said?.name ?? booked?.name ?? null,
    phone: phone?.replace(/^0/, '+49').replaceAll(' ', '') ?? null,
    email: said?.email ?? booked?.email ?? null,
  };
}

/** An address that no caller said, or that Cal.com made of a number. */
function isMadeUp({ attendeeAsSaid: said, attendeeAsBooked: booked }: BookingFact): boolean {
  if (said) return !said.email && Boolean(booked?.email);
  return /@sms\.cal\.com$/i.test(booked?.email ?? '');
}

interface Decision {
  readonly into: string | null;
  readonly at: string;
  readonly eventId: string;
}

/** Of the acts on one customer the latest counts; those that name somebody who is not there are waited for in vain. */
function decisionsIn({ merged, unmerged }: Told, there: ReadonlySet<string>): ReadonlyMap<string, Decision> {
  const acts = [
    ...merged
      .filter(({ data }) => there.has(data.intoId))
      .map(({ id: eventId, data }) => ({ of: data.customerId, into: data.intoId, at: data.actedAt, eventId })),
    ...unmerged.map(({ id: eventId, data }) => ({ of: data.customerId, into: null, at: data.actedAt, eventId })),
  ].filter(({ of }) => there.has(of));
  return new Map(
    [...grouped(acts, ({ of }) => of)].map(([of, all]) => [
      of,
      greatest(all, ({ at, eventId }) => [Date.parse(at), eventId]) as Decision,
    ]),
  );
}

/** Whoever is at the end of the merges; in a circle, which nobody can decide, everybody stands for themselves. */
function endOf(id: string, into: (id: string) => string | null): string {
  const way = [id];
  for (;;) {
    const next = into(way.at(-1) as string);
    if (next === null) return way.at(-1) as string;
    if (way.includes(next)) return id;
    way.push(next);
  }
}
