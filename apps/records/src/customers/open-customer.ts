import type { BookingFact, Event } from '@callbook/contracts';
import { type Cell, filled } from '../cells/cell';
import type { RecordsTransaction } from '../transaction/records';
import { attendeeOf, withAttendee } from './attendee';
import { type Customer, type CustomerReference, referenceTo } from './customer';
import { attendeeKey, bookingCallerKey } from './customer-key';

/**
 * The customer of a booking, with what it says about name and address; empty, with the cause, when nobody can be recognised.
 * @param told.knownId whom the facts name as the customer of the call that asked, when it has one
 * @param told.country where numbers without a country are dialled from
 */
export async function openCustomer(
  tx: RecordsTransaction,
  { company, data: fact, id: messageId }: Event<BookingFact>,
  told: { readonly knownId: string | null; readonly bookedAt: Date; readonly country: string | undefined },
): Promise<Cell<CustomerReference>> {
  const attendee = attendeeOf(fact, told.bookedAt);
  if (told.knownId) return filled(await save(await tx.customers.reopen(told.knownId)));
  const key = fact.call ? filled(bookingCallerKey(fact.call)) : attendeeKey(attendee, told.country);
  return key.value === null ? key : filled(await save(await tx.customers.open(company, key.value, messageId)));

  async function save(known: Customer): Promise<CustomerReference> {
    const customer = withAttendee(known, attendee);
    if (customer !== known) await tx.customers.save({ ...customer, recordedByMessage: messageId });
    return referenceTo(customer);
  }
}
