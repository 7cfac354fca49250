import { type ActMark, isLaterAct, markOf } from '../acts/act';
import type { Customer } from '../customers/customer';

/** A customer as far as merges go. */
export type Mergeable = Pick<
  Customer,
  'id' | 'company' | 'mergedInto' | 'representedBy' | 'mergeDecidedAt' | 'mergeDecidedBy'
>;

/** What a person decided about one customer. */
export interface MergeDecision extends ActMark {
  /** The customer it is one with, and ends in; null: it stands for itself. */
  readonly into: string | null;
}

export function mergeMarkOf({ mergeDecidedAt, mergeDecidedBy }: Mergeable): ActMark | null {
  return markOf(mergeDecidedAt, mergeDecidedBy);
}

/**
 * All of a family after one more decision about one of them; only those that are different. Of several decisions about one
 * customer the latest counts, and who stands for whom is made new from all that count: so their order is all one.
 */
export function decided(
  family: readonly Mergeable[],
  customerId: string,
  { into, at, eventId }: MergeDecision,
): Mergeable[] {
  const customer = family.find(({ id }) => id === customerId);
  if (!customer || !isLaterAct({ at, eventId }, mergeMarkOf(customer))) return [];
  const next = { ...customer, mergedInto: into, mergeDecidedAt: at, mergeDecidedBy: eventId };
  const after = family.map((one) => (one === customer ? next : one));
  return after
    .map((one) => withRepresentative(one, representativeOf(one.id, after)))
    .filter((one) => one.id === customerId || one.representedBy !== before(one.id, family));
}

/**
 * Who stands for a customer: whoever is at the end of its merges; null for itself. Nobody makes chains or circles, but acts
 * that arrive out of order may look like one for a while: a chain is followed to its end, in a circle all stand for themselves.
 */
export function representativeOf(id: string, family: readonly Mergeable[]): string | null {
  const seen = new Set([id]);
  for (let last = id; ;) {
    const next = family.find((one) => one.id === last)?.mergedInto ?? null;
    if (next === null) return last === id ? null : last;
    if (seen.has(next)) return null;
    seen.add(next);
    last = next;
  }
}

function withRepresentative(customer: Mergeable, representedBy: string | null): Mergeable {
  return customer.representedBy === representedBy ? customer : { ...customer, representedBy };
}

function before(id: string, family: readonly Mergeable[]): string | null {
  return family.find((one) => one.id === id)?.representedBy ?? null;
}
