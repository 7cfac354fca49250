import type { Rows } from '../transaction/rows';
import { type Customer, type CustomerKey, newCustomer } from './customer';

/** The customer of the company who is recognised by this; of several with one address, always the same one. */
export function customerWith(
  customers: Pick<Rows<Customer>, 'find' | 'where'>,
  company: string,
  key: CustomerKey,
): Customer | undefined {
  switch (key.kind) {
    case 'call':
      return customers.find(newCustomer(company, key, '').id);
    case 'phone':
      return first(customers.where((one) => one.company === company && one.phone === key.phone));
    case 'email': {
      const email = key.email.toLowerCase();
      return first(
        customers.where(
          (one) =>
            one.company === company && one.email?.toLowerCase() === email && !one.emailIsPlaceholder && !one.anonymous,
        ),
      );
    }
  }
}

function first(customers: readonly Customer[]): Customer | undefined {
  return customers.reduce<Customer | undefined>((best, one) => (best && best.id < one.id ? best : one), undefined);
}
