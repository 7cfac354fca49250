import type { Attempt, Part } from '../attempts/attempt';
import type { RequestShare } from '../calendar/calendar';
import { type ChainSight, readChain, type ReadChain } from '../chains/read-chain';
import type { Calendar } from '../calendar/calendar';

export type Sight = ChainSight & { readonly calendar: Pick<Calendar, 'get' | 'findAll'> };

/**
 * The appointments that began with this part's request id, oldest first. A booking that was moved since, and its successor,
 * are one.
 * @throws CalendarUnavailable
 */
export async function bookingsOf(
  sight: Sight,
  { company, id }: Pick<Attempt, 'company' | 'id'>,
  { segment, eventTypeId, start }: Part,
  share: RequestShare,
): Promise<ReadChain[]> {
  const mark = { company, requestId: id, segment, eventTypeId, start: new Date(start) };
  const bookings = await sight.calendar.findAll(mark, share);
  const chains: ReadChain[] = [];
  for (const booking of bookings) {
    if (chains.some(({ uids }) => uids.includes(booking.uid))) continue;
    chains.push(await readChain(sight, company, booking));
  }
  return chains;
}
