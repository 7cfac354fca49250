import { type Booking, type Metadata } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { cancelledAndRescheduled, notReschedulable } from '../refusals';
import { bookingRequested, bookingRescheduled } from '../webhooks';
import { type Change } from './change';

export interface Move {
  uid: string;
  start: number;
  /** E-mail; the host's own confirms where confirmation is required. */
  by?: string;
  reason?: string;
  /** What the webhook says instead of the metadata of the booking. */
  webhookMetadata?: Metadata;
}

/** Cal.com never moves a booking in place: a new one takes its place, and the old one is cancelled. */
export function* reschedule(world: CalcomWorld, { uid, start, by, reason, webhookMetadata }: Move): Change {
  const old = reschedulable(world, uid);
  const eventType = world.eventType(old.eventTypeId);
  if (!eventType) throw new Error(`The sandbox seed has no event type ${old.eventTypeId}`);
  const checked = world.check({
    eventType,
    start,
    attendee: old.attendee,
    guests: old.guests,
    metadata: old.metadata,
    responses: { ...old.responses, ...(reason && { rescheduledReason: reason }) },
    moves: old,
    confirmed: by !== undefined && by === world.host(old.hostId).email,
  });
  yield { at: 'before-write' };

  const moved = world.insert(checked, {
    rescheduledFromUid: uid,
    rescheduledByEmail: by,
    reschedulingReason: reason,
    icsUid: old.icsUid,
    iCalSequence: old.iCalSequence + 1,
  });
  const webhook =
    moved.status === 'PENDING'
      ? bookingRequested(moved, world, old)
      : bookingRescheduled(moved, world, old, webhookMetadata);
  yield { at: 'written', bookingUid: moved.uid, webhooks: [webhook] };
  return moved;
}

/** Throws if this booking cannot be moved (any more). */
function reschedulable(world: CalcomWorld, uid: string): Booking {
  const booking = world.find(uid);
  if (booking.rescheduledToUid) throw cancelledAndRescheduled(uid, booking.rescheduledToUid);
  if (booking.status === 'CANCELLED' || booking.status === 'REJECTED') throw notReschedulable(uid, booking.status);
  return booking;
}
