import { type Booking } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { alreadyCancelled, alreadyEnded } from '../refusals';
import { bookingCancelled } from '../webhooks';
import { type Change } from './change';

/** Throws if this booking cannot be cancelled (any more). */
export function cancellable(world: CalcomWorld, uid: string): Booking {
  const booking = world.find(uid);
  if (booking.status === 'CANCELLED') throw alreadyCancelled(uid);
  if (booking.end <= world.clock.now().getTime()) throw alreadyEnded();
  return booking;
}

/** The webhook goes out before the row changes: a reader who hurries still sees the booking accepted. */
export function* cancel(world: CalcomWorld, uid: string, reason: string, by: string): Change {
  const booking = cancellable(world, uid);
  yield { at: 'before-write', webhooks: [bookingCancelled(booking, reason, by, world)] };
  world.change(cancellable(world, uid), {
    status: 'CANCELLED',
    cancellationReason: reason,
    cancelledByEmail: by,
    iCalSequence: booking.iCalSequence + 1,
  });
  yield { at: 'written', bookingUid: uid };
  return booking;
}
