import type { Company } from '@callbook/catalogue';
import type { CallIdentity } from '@callbook/contracts';

/** The branch whose number was called or calls; the only one when there is but one; else null. */
export function branchOf(company: Pick<Company, 'branches'> | undefined, call: CallIdentity | null): string | null {
  const branches = company?.branches ?? [];
  const ours = call?.direction === 'outbound' ? call.fromNumber : call?.toNumber;
  const called = branches.find(({ phoneNumbers }) => ours && phoneNumbers.includes(ours));
  return (called ?? (branches.length === 1 ? branches[0] : undefined))?.id ?? null;
}
