import type { Company } from '@callbook/catalogue';
import type { CallIdentity } from '@callbook/contracts';

/** Whose number was rung; of a company with one branch that one. */
export function branchOf(company: Company | undefined, call: CallIdentity | null): string | null {
  const branches = company?.branches ?? [];
  if (branches.length === 1) return branches[0]?.id ?? null;
  const number = call?.direction === 'outbound' ? call.fromNumber : call?.toNumber;
  return branches.find(({ phoneNumbers }) => number && phoneNumbers.includes(number))?.id ?? null;
}
