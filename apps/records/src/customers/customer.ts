import { derivedId } from '@callbook/contracts';

/** By what a customer is recognised, within one company. A customer of one call is never recognised again. */
export type CustomerKey =
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'call'; readonly retellCallId: string };

/** A row of `records.customers`, without what only people write. */
export interface Customer {
  readonly id: string;
  readonly company: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly emailIsPlaceholder: boolean;
  /** Creation of the booking that said the address. */
  readonly emailFrom: Date | null;
  readonly name: string | null;
  /** Creation of the booking that said the name. */
  readonly nameFrom: Date | null;
  readonly anonymous: boolean;
  readonly recordedByMessage: string;
}

/** The row a customer begins with. Its id follows from the key, so two who make it at once make one. */
export function newCustomer(company: string, key: CustomerKey, messageId: string): Customer {
  return {
    id: derivedId('customer', company, key.kind, keyValue(key)),
    company,
    phone: key.kind === 'phone' ? key.phone : null,
    email: null,
    emailIsPlaceholder: false,
    emailFrom: null,
    name: null,
    nameFrom: null,
    anonymous: key.kind === 'call',
    recordedByMessage: messageId,
  };
}

function keyValue(key: CustomerKey): string {
  switch (key.kind) {
    case 'phone':
      return key.phone;
    case 'email':
      return key.email.toLowerCase();
    case 'call':
      return key.retellCallId;
  }
}
