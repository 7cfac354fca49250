import { type Author } from '../author';
import { type Booking } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { alreadyCancelled, alreadyEnded, cancelledMeanwhile, cancellingNotAllowed } from '../refusals';
import { bookingCancelled } from '../webhooks';
import { type Change } from './change';

/** The webhook goes out before the row changes: a reader who hurries still sees the booking accepted. */
export function* cancel(world: CalcomWorld, uid: string, reason: string, by: string, author: Author): Change {
  const booking = cancellable(world, uid);
  yield { at: 'before-write', webhooks: [bookingCancelled(booking, reason, by, world)] };
  world.change(cancellable(world, uid), 'cancelled', author, {
    status: 'CANCELLED',
    cancellationReason: reason,
    cancelledByEmail: by,
    iCalSequence: booking.iCalSequence + 1,
  });
  yield { at: 'written', bookingUid: uid };
  return booking;
}

/** What the API looks at before it asks the engine, whose words differ. */
export function refuseCancelledTwice({ uid, status }: Booking): void {
  if (status === 'CANCELLED') throw alreadyCancelled(uid);
}

/** Throws if this booking cannot be cancelled (any more). */
export function cancellable(world: CalcomWorld, uid: string): Booking {
  const booking = world.find(uid);
  if (booking.status === 'CANCELLED') throw cancelledMeanwhile();
  if (world.eventType(booking.eventTypeId)?.cancellable === false) throw cancellingNotAllowed();
  if (booking.end <= world.now) throw alreadyEnded();
  return booking;
}
