import type { Calendar, CalendarBooking, RequestShare } from '../calendar/calendar';
import type { Chains, KnownChain } from './chains';
import { isLive } from '../calendar/is-live';
import { readChain, type ReadChain } from './read-chain';

/** One booking of an appointment, followed to its newest. */
export interface ReadPart {
  /** Of the service's segment; null for a service that is one booking. */
  readonly segment: string | null;
  readonly chain: ReadChain;
}

/** An appointment as the calendar has it now: one booking, or those of a composite service in their order. */
export interface ReadAppointment {
  /** What was published of it before. */
  readonly known: KnownChain | undefined;
  readonly parts: readonly ReadPart[];
  /** The booking that was asked for, where it came from one of the appointment's but is none of them. */
  readonly beside?: CalendarBooking;
}

/** `missing`: the calendar has no booking of a uid. `incomplete`: it names a booking that it does not show yet. */
export type NotShown = 'missing' | 'incomplete';

/**
 * Reads the appointment that has, or ever had, this uid.
 * @param previousUid what the booking replaced, by a hint
 * @throws CalendarUnavailable
 */
export async function readAppointment(
  { calendar, chains }: { readonly calendar: Pick<Calendar, 'get'>; readonly chains: Pick<Chains, 'of'> },
  company: string,
  uid: string,
  share: RequestShare,
  previousUid: string | null = null,
): Promise<ReadAppointment | NotShown> {
  const get = (_: string, wanted: string) => calendar.get(company, wanted, share);
  const read = async (wanted: string, segment: string | null, previous: string | null): Promise<ReadPart[]> => {
    const booking = await get(company, wanted);
    return booking
      ? [{ segment, chain: await readChain({ calendar: { get }, chains }, company, booking, previous) }]
      : [];
  };
  const ofKnown = async (known: KnownChain): Promise<ReadAppointment | NotShown> => {
    const { segments } = known.fact;
    if (segments.length === 0) return complete(known, await read(known.currentUid, null, previousUid), 1);
    const parts: ReadPart[] = [];
    for (const segment of segments) parts.push(...(await read(segment.uid, segment.key, null)));
    return complete(known, parts, segments.length);
  };

  const known = await chains.of(company, uid);
  if (known) return ofKnown(known);
  const parts = await read(uid, null, previousUid);
  const [found] = parts;
  const since = found?.chain.known;
  if (!found || !since) return complete(undefined, parts, 1);
  if (since.fact.segments.length > 0) return ofKnown(since);
  if (found.chain.knownBy === since.currentUid || found.chain.uids.includes(since.currentUid))
    return complete(since, parts, 1);
  // Two bookings came from one: the published one is the appointment while it lives.
  const current = await ofKnown(since);
  if (typeof current === 'string') return current;
  const { newest } = found.chain;
  if (isAnyLive(current) || !isLive(newest)) return { ...current, beside: newest };
  return complete(since, parts, 1);
}

function complete(
  known: KnownChain | undefined,
  parts: readonly ReadPart[],
  count: number,
): ReadAppointment | NotShown {
  if (parts.length < count) return 'missing';
  return parts.every(({ chain }) => chain.isComplete) ? { known, parts } : 'incomplete';
}

export function isAnyLive({ parts }: ReadAppointment): boolean {
  return parts.some(({ chain }) => isLive(chain.newest));
}
