import { type Author } from '../author';
import { type CalcomWorld } from '../calcom-world';
import { bookingCreated, bookingRequested } from '../webhooks';
import { checkBooker } from './booker-checks';
import { type BookingRequest } from './booking-request';
import { type Change } from './change';
import { checkBooking } from './check-booking';
import { existingBooking } from './existing-booking';

/** The real service looks at live calendars between check and insert: time passes, and another POST may slip in. */
export function* book(world: CalcomWorld, request: BookingRequest, author: Author): Change {
  checkBooker(world, request);
  const known = existingBooking(world, request);
  if (known) return known;
  yield { at: 'before-check' };
  const checked = checkBooking(world, request);
  yield { at: 'before-write' };
  const booking = world.insert(checked, author);
  const webhook = booking.status === 'PENDING' ? bookingRequested(booking, world) : bookingCreated(booking, world);
  yield { at: 'written', bookingUid: booking.uid, webhooks: [webhook] };
  return booking;
}
