import type { Catalogue } from '@callbook/catalogue';
import type { CallIdentity, Event } from '@callbook/contracts';
import { callerKey } from '../customers/customer-key';
import { type CustomerReference, referenceTo } from '../customers/customer';
import type { RecordsTransaction } from '../transaction/records';
import { branchOf } from './branch';
import { type Call, newCall } from './call';
import { withIdentityOf } from './call-merge';

/**
 * The call a message is about, opened, with what the message says about who is on the line. It is for the caller to save it.
 * A number makes its customer known at once; without a number there is a customer only once something is booked.
 */
export async function openCall(
  tx: RecordsTransaction,
  { company, id: messageId, time }: Pick<Event<object>, 'company' | 'id' | 'time'>,
  identity: CallIdentity,
  catalogue: Catalogue,
): Promise<Call> {
  const branchId = branchOf(catalogue.company(company), identity);
  const told: Call = { ...newCall(company, identity, { messageId, at: new Date(time) }), branchId };
  const { row, isNew } = await tx.calls.open(told);
  if (row.customerCause === 'erased') return row; // whose it was is not written again, whoever tells it
  const call: Call = { ...(isNew ? row : withIdentityOf(row, told)), recordedByMessage: messageId };
  const { value: key } = callerKey(identity);
  if (call.customerId !== null || !key) return call;
  const customer = await tx.customers.open(company, key, messageId);
  return withCustomer(call, referenceTo(customer));
}

export function withCustomer(call: Call, customer: CustomerReference): Call {
  return { ...call, ...customer, customerCause: null, customerCauseSince: null };
}
