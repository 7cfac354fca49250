import { type Author } from '../author';
import { type Booking, type Metadata } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { cancelledAndRescheduled, notReschedulable, tooLateToMove } from '../refusals';
import { bookingRequested, bookingRescheduled } from '../webhooks';
import { checkBooker } from './booker-checks';
import { type Change } from './change';
import { checkBooking } from './check-booking';
import { existingBooking } from './existing-booking';

export interface Move {
  old: Booking;
  start: number;
  /** E-mail; the host's own confirms where confirmation is required. */
  by?: string;
  reason?: string;
  hostSubset?: number[];
  /** The minimum notice is for everybody but the host. Default false. */
  byHost?: boolean;
  /** What the webhook says instead of the metadata of the booking. */
  webhookMetadata?: Metadata;
}

/** Cal.com never moves a booking in place: a new one takes its place, and the old one is cancelled. */
export function* reschedule(world: CalcomWorld, move: Move, author: Author): Change {
  const { old, start, by, reason, hostSubset, byHost, webhookMetadata } = move;
  // The engine itself does not mind that the booking was moved meanwhile: then two come from it.
  if (!old.rescheduledToUid) refuseIfEnded(old);
  const eventType = world.eventType(old.eventTypeId);
  if (!eventType) throw new Error(`The sandbox seed has no event type ${old.eventTypeId}`);
  const notice = (eventType.minimumRescheduleNotice ?? 0) * 60_000;
  if (notice > 0 && !byHost && old.start - world.now < notice) throw tooLateToMove();
  const request = {
    eventType,
    start,
    minutes: (old.end - old.start) / 60_000,
    attendee: { ...old.attendee, absent: undefined },
    guests: old.guests,
    location: old.location,
    metadata: old.metadata,
    responses: { ...old.responses, ...(reason && { rescheduledReason: reason }) },
    hostSubset,
    moves: old,
    confirmed: by !== undefined && by === world.host(old.hostId).email,
  };
  checkBooker(world, request);
  const known = existingBooking(world, request);
  if (known) return known;
  yield { at: 'before-check' };
  const checked = checkBooking(world, request);
  yield { at: 'before-write' };

  const moved = world.insert(checked, author, {
    rescheduledFromUid: old.uid,
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

/** What the API looks at before it asks the engine: throws if the booking, as it is seen there, cannot be moved. */
export function refuseIfEnded({ uid, status, rescheduledToUid }: Booking): void {
  if (rescheduledToUid) throw cancelledAndRescheduled(uid, rescheduledToUid);
  if (status === 'CANCELLED' || status === 'REJECTED') throw notReschedulable(uid, status);
}
