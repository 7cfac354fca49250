import type { Catalogue } from '@callbook/catalogue';
import { chainFact, type HostReading, type SaidByPhone, saidPart } from '../chains/chain-fact';
import type { ChainReading } from '../chains/chains';
import type { ReadAppointment } from '../chains/read-appointment';
import type { ReadChain } from '../chains/read-chain';
import { together } from '../chains/together';

/**
 * What a look showed, as it would be published.
 * @throws Error for an appointment without bookings
 */
export function readingOf(
  company: string,
  { parts }: Pick<ReadAppointment, 'parts'>,
  said: SaidByPhone,
  catalogue: Catalogue,
  readFrom: 'post' | 'get' = 'get',
): ChainReading {
  const [first] = parts;
  if (!first) throw new Error('an appointment without bookings tells nothing');
  const { newest: booking, rootUid, bookedAt } = first.chain;
  const fact = chainFact(
    { company, rootUid, bookedAt, booking, host: hostOf(first.chain, readFrom), said: saidPart(said) },
    catalogue,
  );
  return {
    fact: { ...fact, ...together(parts.map(({ segment, chain }) => ({ segment, booking: chain.newest }))) },
    uids: parts.flatMap(({ chain }) => chain.uids),
    askedAt: booking.askedAt,
    answeredAt: booking.answeredAt,
  };
}

/** What is known of how the appointment came to be; undefined for one that is none of the company's. */
export function saidOf(
  company: string,
  { known, parts }: ReadAppointment,
  catalogue: Catalogue,
): SaidByPhone | undefined {
  if (known) return saidPart(known.fact);
  const chain = parts[0]?.chain;
  return chain && !isSegment(chain) ? notByPhone(company, chain, catalogue) : undefined;
}

/** An answer without host does not take away the one another answer about the same booking had. */
function hostOf({ newest, known }: ReadChain, hostReadFrom: 'post' | 'get'): HostReading {
  if (newest.host) return { host: newest.host, hostReadFrom, hostMissingReason: null };
  if (known?.fact.host && known.currentUid === newest.uid) {
    return { host: known.fact.host, hostReadFrom: known.fact.hostReadFrom, hostMissingReason: null };
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
