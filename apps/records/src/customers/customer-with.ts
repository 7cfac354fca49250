import type { Rows } from '../transaction/rows';
import { type Customer, type CustomerKey, newCustomer } from './customer';

/** The customer of the company who is recognised by this. A number is one customer's, whoever wrote the row. */
export function customerWith(
  customers: Pick<Rows<Customer>, 'find' | 'where'>,
  company: string,
  key: CustomerKey,
): Customer | undefined {
  if (key.kind !== 'phone') return customers.find(newCustomer(company, key, '').id);
  return customers.where((one) => one.company === company && one.phone === key.phone)[0];
}
