import { hostIdsOf } from '../../seed/event-type';
import { type CalcomHost } from '../../seed/seed';
import { type CalcomWorld } from '../calcom-world';
import { hostsPartlyFree, noHostFree, userNotFound } from '../refusals';
import { type BookingRequest } from './booking-request';

type Wish = Pick<BookingRequest, 'eventType' | 'hostSubset' | 'moves'>;

/** Who may be given the booking, in order of priority. */
export function candidates(world: CalcomWorld, { eventType, hostSubset, moves }: Wish): CalcomHost[] {
  const { team } = eventType;
  const all = hostIdsOf(eventType);
  const isRoundRobin = team?.scheduling === 'roundRobin';
  const sameHost = moves && (!isRoundRobin || team?.rescheduleWithSameHost);
  const wished = isRoundRobin && team?.rrHostSubsetEnabled ? all.filter((id) => hostSubset?.includes(id)) : [];
  // Cal.com falls back to all hosts where the subset names none of them.
  const ids = wished.length > 0 ? wished : sameHost && team?.scheduling !== 'collective' ? [moves.hostId] : all;
  return ids.map((id) => world.host(id)).filter(({ blocked }) => !blocked);
}

/** Organiser and co-hosts of a booking at that time; throws if it cannot be had. */
export function pickHosts(
  world: CalcomWorld,
  request: BookingRequest,
  end: number,
): { host: CalcomHost; coHostIds: number[] } {
  const { eventType, start, moves, allowConflicts } = request;
  const hosts = candidates(world, request);
  if (hosts.length === 0) throw userNotFound();
  const free = hosts.filter((host) => allowConflicts || world.isFree(host, start, end, moves));
  if (free.length === 0) throw noHostFree(eventType.team !== undefined && !moves);
  if (eventType.team?.scheduling !== 'collective')
    return { host: longestWithout(world, eventType.id, free), coHostIds: [] };

  if (free.length < hosts.length) throw hostsPartlyFree();
  const [host, ...others] = hosts;
  return { host, coHostIds: others.map(({ id }) => id) };
}

/** Round robin: whoever was given a booking of this event type the longest time ago; the order decides between equals. */
function longestWithout(world: CalcomWorld, eventTypeId: number, free: CalcomHost[]): CalcomHost {
  const lastGiven = (host: CalcomHost) =>
    world.bookings.findLastIndex((row) => row.eventTypeId === eventTypeId && row.hostId === host.id);
  return free.reduce((first, host) => (lastGiven(host) < lastGiven(first) ? host : first));
}
