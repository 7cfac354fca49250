import type { CustomerActRefusal } from '@callbook/contracts';
import type { Mergeable } from './merge-rule';

/** Why `customerId` cannot be merged into `intoId`; null when it can, or is already. */
export function refusalOfMerge(
  family: readonly Mergeable[],
  { customerId, intoId }: { readonly customerId: string; readonly intoId: string },
): CustomerActRefusal | null {
  const customer = family.find(({ id }) => id === customerId);
  const into = family.find(({ id }) => id === intoId);
  if (!customer) return 'customer_unknown';
  if (!into) return 'into_unknown';
  if (customerId === intoId) return 'same_customer';
  if (customer.company !== into.company) return 'other_company';
  if (customer.mergedInto === intoId) return null;
  if (customer.mergedInto !== null) return 'already_merged_elsewhere';
  if (into.mergedInto !== null) return 'into_is_merged';
  return family.some(({ mergedInto }) => mergedInto === customerId) ? 'has_merged' : null;
}

/** Why a merge cannot be taken back; null when it can, or there is none. */
export function refusalOfUnmerge(
  family: readonly Mergeable[],
  { customerId }: { readonly customerId: string },
): CustomerActRefusal | null {
  return family.some(({ id }) => id === customerId) ? null : 'customer_unknown';
}
