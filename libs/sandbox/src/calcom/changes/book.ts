import { type Booking, storedEmail } from '../booking';
import { type BookingRequest, type CalcomWorld } from '../calcom-world';
import { bookingCreated, bookingRequested } from '../webhooks';
import { type Change } from './change';

/** The real service looks at live calendars between check and insert: time passes, and another POST may slip in. */
export function* book(world: CalcomWorld, request: BookingRequest): Change {
  const known = awaitingConfirmation(world, request);
  if (known) return known;
  const checked = world.check(request);
  yield { at: 'before-write' };
  const booking = world.insert(checked);
  const webhook = booking.status === 'PENDING' ? bookingRequested(booking, world) : bookingCreated(booking, world);
  yield { at: 'written', bookingUid: booking.uid, webhooks: [webhook] };
  return booking;
}

/** Where bookings wait for confirmation, asking again for the same thing is answered with what is there. */
function awaitingConfirmation(world: CalcomWorld, { eventType, start, attendee }: BookingRequest): Booking | undefined {
  if (!eventType.requiresConfirmation) return undefined;
  return world.bookings.find(
    (row) =>
      row.status === 'PENDING' &&
      row.eventTypeId === eventType.id &&
      row.start === start &&
      row.attendee.email === storedEmail(attendee) &&
      (!attendee.phoneNumber || row.attendee.phoneNumber === attendee.phoneNumber),
  );
}
