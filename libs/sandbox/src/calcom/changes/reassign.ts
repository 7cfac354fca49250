import { type Author } from '../author';
import { type CalcomWorld, titleOf } from '../calcom-world';
import { notFound } from '../refusals';
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
