import type { Catalogue } from '@callbook/catalogue';
import type { SaidByPhone } from '../chains/chain-fact';
import type { ReadChain } from '../chains/read-chain';

/** Who serves an appointment, and serves it when it is moved. */
export interface ServedBy {
  /** To be told to the calendar; null where it cannot be told, or need not be. */
  readonly hostSubset: number[] | null;
  /** Null when it may be anybody. */
  readonly staffId: string | null;
}

/** A moved appointment stays with the same person as far as the calendar can be told so. */
export function servedBy(
  company: string,
  { newest: { host, eventTypeId } }: Pick<ReadChain, 'newest'>,
  { service: booked }: Pick<SaidByPhone, 'service'>,
  catalogue: Catalogue,
): ServedBy {
  const service = booked && catalogue.service(booked.id);
  if (!service || !host) return { hostSubset: null, staffId: null };
  const staffId = catalogue.staffOfCalcomUser(company, host.id)?.id ?? null;
  const isOwnType = service.performers.some((performer) => performer.calcomEventTypeId === eventTypeId);
  if (isOwnType) return { hostSubset: null, staffId };
  return service.hostSubsets ? { hostSubset: [host.id], staffId } : { hostSubset: null, staffId: null };
}
