import type { CallIdentity } from '@callbook/contracts';
import { type Cell, empty, filled } from '../cells/cell';
import type { Attendee } from './attendee';
import type { CustomerKey } from './customer';
import { phoneNumber } from './phone-number';

/**
 * Who is calling. Only the carrier's number counts, never a number or an address that was spoken: a wrong one would open
 * another person's data.
 */
export function callerKey(call: CallIdentity): Cell<CustomerKey> {
  const phone = phoneNumber(call.customerNumber);
  if (phone) return filled({ kind: 'phone', phone });
  return empty(call.callType === 'web_call' ? 'no_number' : 'number_withheld');
}

/** For whom a call books: the caller, or, when the number is withheld, a customer of this call alone. */
export function bookingCallerKey(call: CallIdentity): CustomerKey {
  return callerKey(call).value ?? { kind: 'call', retellCallId: call.retellCallId };
}

/** Who booked without a call: by number, then by e-mail address. */
export function attendeeKey(attendee: Attendee, country?: string): Cell<CustomerKey> {
  const phone = phoneNumber(attendee.phone, country);
  if (phone) return filled({ kind: 'phone', phone });
  if (attendee.email && !attendee.emailIsPlaceholder) return filled({ kind: 'email', email: attendee.email });
  return empty('no_contact');
}
