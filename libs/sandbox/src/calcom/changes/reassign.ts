import { type Author } from '../author';
import { type CalcomWorld, titleOf } from '../calcom-world';
import { nobodyElseIsFree, notFound, notRoundRobin } from '../refusals';
import { candidates } from './pick-hosts';
import { type Change } from './change';

/** Gives the booking to another host under the same uid, and tells nobody. Whether that host is free is not asked. */
export function* reassign(world: CalcomWorld, uid: string, hostId: number, author: Author): Change {
  const booking = world.find(uid);
  if (!world.seed.hosts.some(({ id }) => id === hostId)) throw notFound(`User with id ${hostId} not found`);
  const eventType = world.eventType(booking.eventTypeId);
  const host = world.host(hostId);
  const title = eventType ? titleOf(eventType, host, booking.attendee.name) : booking.title;
  world.change(booking, 'reassigned', author, { hostId, title });
  yield { at: 'written', bookingUid: uid };
  return booking;
}

/** The first of the other hosts who is free then. Throws where the API offers no reassignment, or nobody is free. */
export function anotherHost(world: CalcomWorld, uid: string): number {
  const booking = world.find(uid);
  const others = hostsOf(world, uid).filter((id) => id !== booking.hostId);
  const free = others.find((id) => world.isFree(world.host(id), booking.start, booking.end, booking));
  if (free === undefined) throw nobodyElseIsFree();
  return free;
}

/** That user, who has to be a host of the event type; whether they are free is not asked: the caller decides. */
export function hostById(world: CalcomWorld, uid: string, userId: number): number {
  if (!hostsOf(world, uid).includes(userId)) throw notFound(`User with id ${userId} not found`);
  return userId;
}

function hostsOf(world: CalcomWorld, uid: string): number[] {
  const eventType = world.eventType(world.find(uid).eventTypeId);
  if (eventType?.team?.scheduling !== 'roundRobin') throw notRoundRobin(uid);
  return candidates(world, { eventType }).map(({ id }) => id);
}
