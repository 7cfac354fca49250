import type { BookingFact } from '@callbook/contracts';
import type { Customer } from './customer';

/** Cal.com makes this address of the number of an attendee who has none (https://cal.com/docs/api-reference/v2/bookings). */
const madeOfNumber = /@sms\.cal\.com$/i;

/** What one booking says about the person it is for. */
export interface Attendee {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly emailIsPlaceholder: boolean;
  /** Creation of the booking. */
  readonly from: Date;
}

/** The words of the caller come first. An address that the caller did not say was made up on the way to Cal.com. */
export function attendeeOf(fact: BookingFact, bookedAt: Date): Attendee {
  const { attendeeAsSaid: said, attendeeAsBooked: booked } = fact;
  const asBooked = address(booked?.email);
  const real = said ? address(said.email) : madeOfNumber.test(asBooked ?? '') ? null : asBooked;
  return {
    name: said?.name ?? booked?.name ?? null,
    phone: said?.phone ?? booked?.phone ?? null,
    email: real ?? asBooked,
    emailIsPlaceholder: real === null && asBooked !== null,
    from: bookedAt,
  };
}

/** Longer ones cannot be delivered to (RFC 5321), nor be looked up; what was said stands on the appointment all the same. */
const longestAddress = 320;

function address(email: string | null | undefined): string | null {
  return email && email.length <= longestAddress ? email : null;
}

/**
 * The customer with what a booking says about name and address. A real address replaces a made-up one; otherwise the
 * earliest booking counts, so the order in which they arrive does not matter.
 */
export function withAttendee(customer: Customer, attendee: Attendee): Customer {
  return withEmail(withName(customer, attendee), attendee);
}

function withName(customer: Customer, { name, from }: Attendee): Customer {
  const known = customer.name !== null && customer.nameFrom !== null && ([customer.nameFrom, customer.name] as const);
  if (!name || (known && !isEarlier([from, name], known))) return customer;
  return { ...customer, name, nameFrom: from };
}

function withEmail(customer: Customer, { email, emailIsPlaceholder, from }: Attendee): Customer {
  if (!email) return customer;
  const known =
    customer.email !== null && customer.emailFrom !== null && ([customer.emailFrom, customer.email] as const);
  const better = customer.emailIsPlaceholder && !emailIsPlaceholder;
  const worse = known && !customer.emailIsPlaceholder && emailIsPlaceholder;
  if (worse || (known && !better && !isEarlier([from, email], known))) return customer;
  return { ...customer, email, emailIsPlaceholder, emailFrom: from };
}

type Said = readonly [from: Date, text: string];

function isEarlier([from, text]: Said, [knownFrom, knownText]: Said): boolean {
  return from.getTime() === knownFrom.getTime() ? text < knownText : from < knownFrom;
}
