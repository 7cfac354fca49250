import type { Catalogue } from '@callbook/catalogue';
import { chainFact, type HostReading, type SaidByPhone, saidPart } from '../chains/chain-fact';
import type { ChainReading } from '../chains/chains';
import type { ReadChain } from '../chains/read-chain';

/** What a look showed, as it would be published. */
export function readingOf(company: string, chain: ReadChain, said: SaidByPhone, catalogue: Catalogue): ChainReading {
  const { newest: booking, rootUid, bookedAt, uids } = chain;
  const sources = { company, rootUid, bookedAt, booking, host: hostOf(chain), said: saidPart(said) };
  return { fact: chainFact(sources, catalogue), uids, askedAt: booking.askedAt, answeredAt: booking.answeredAt };
}

/** An answer without host does not take away the one another answer about the same booking had. */
function hostOf({ newest, known }: ReadChain): HostReading {
  if (newest.host) return { host: newest.host, hostReadFrom: 'get', hostMissingReason: null };
  if (known?.fact.host && known.currentUid === newest.uid) {
    const { host, hostReadFrom } = known.fact;
    return { host, hostReadFrom, hostMissingReason: null };
  }
  return { host: null, hostReadFrom: null, hostMissingReason: newest.hostMissingReason ?? 'no_host' };
}

/** Parts of composite services never become appointments of their own. */
export function isSegment({ newest }: ReadChain): boolean {
  return newest.metadata.callbook_segment !== undefined;
}

/**
 * Somebody booked in the calendar itself, or on its web page: nobody rang. Undefined for an event type that stood for no
 * service of the company when it was booked.
 */
export function notByPhone(
  company: string,
  { newest, bookedAt }: ReadChain,
  catalogue: Catalogue,
): SaidByPhone | undefined {
  const at = bookedAt ?? newest.createdAt ?? newest.answeredAt;
  const service = catalogue.serviceOfEventType(company, newest.eventTypeId, at);
  const timeZone = catalogue.company(company)?.timeZone;
  if (!service || !timeZone) return undefined;
  return {
    call: null,
    requestId: null,
    requestKey: null,
    service: { id: service.id, key: service.key },
    timeZone,
    attendeeAsSaid: null,
    preferredStaff: null,
    notes: null,
  };
}
