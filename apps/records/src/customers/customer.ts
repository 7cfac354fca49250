import { derivedId } from '@callbook/contracts';
import type { Call } from '../calls/call';

/**
 * By what a customer is recognised, within one company: what a message itself says, so that it does not matter what came first. An
 * address only recognises who booked without call and number; a customer of one call is never recognised again.
 */
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
  /** As a person decided last; null: it stands for itself. */
  readonly mergedInto: string | null;
  /** Who stands for it at the end of all merges; null: nobody else. */
  readonly representedBy: string | null;
  readonly mergeDecidedAt: Date | null;
  /** Id of the event of the act that decided last. */
  readonly mergeDecidedBy: string | null;
  readonly recordedByMessage: string;
}

/** How a row names its customer. */
export interface CustomerReference {
  /** Who stands for the customer. */
  readonly customerId: string;
  /** The customer whom the facts name, where that one was merged into another. */
  readonly mergedCustomerId: string | null;
}

export function referenceTo({ id, representedBy }: Pick<Customer, 'id' | 'representedBy'>): CustomerReference {
  return { customerId: representedBy ?? id, mergedCustomerId: representedBy === null ? null : id };
}

/** The customer whom the facts name: what they tell goes to that one's row, so that a merge can be taken back. */
export function toldCustomerOf(row: Pick<Call, 'customerId' | 'mergedCustomerId'>): string | null {
  return row.mergedCustomerId ?? row.customerId;
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
    mergedInto: null,
    representedBy: null,
    mergeDecidedAt: null,
    mergeDecidedBy: null,
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
