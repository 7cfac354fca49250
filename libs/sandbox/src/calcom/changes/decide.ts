import { type Author } from '../author';
import { type Booking } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { alreadyConfirmed, notSimulated } from '../refusals';
import { bookingConfirmed, bookingRejected } from '../webhooks';
import { type Change } from './change';

export function* confirm(world: CalcomWorld, uid: string, author: Author): Change {
  const booking = world.change(undecided(world, uid), 'confirmed', author, { status: 'ACCEPTED' });
  yield { at: 'written', bookingUid: uid, webhooks: [bookingConfirmed(booking, world)] };
  return booking;
}

export function* decline(world: CalcomWorld, uid: string, reason: string, author: Author): Change {
  const changes = { status: 'REJECTED', rejectionReason: reason } as const;
  const booking = world.change(undecided(world, uid), 'declined', author, changes);
  yield { at: 'written', bookingUid: uid, webhooks: [bookingRejected(booking, world)] };
  return booking;
}

function undecided(world: CalcomWorld, uid: string): Booking {
  const booking = world.find(uid);
  if (booking.status === 'ACCEPTED') throw alreadyConfirmed();
  if (booking.status !== 'PENDING') throw notSimulated(`deciding about a booking that is ${booking.status}`);
  return booking;
}
