import { type Booking, storedEmail } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { type BookingRequest } from './booking-request';

/**
 * Round robin, and whatever waits for confirmation: who asks again for the same thing is answered with what is there, a
 * move included. Nothing locks: two that look at the same moment both find nothing.
 */
export function existingBooking(world: CalcomWorld, request: BookingRequest): Booking | undefined {
  const { eventType, start, attendee, confirmed } = request;
  const waits = eventType.requiresConfirmation === true && !confirmed;
  if (!waits && eventType.team?.scheduling !== 'roundRobin') return undefined;
  const email = storedEmail(attendee, eventType.emailHidden);
  return world.bookings.find(
    (row) =>
      row.status === (waits ? 'PENDING' : 'ACCEPTED') &&
      row.eventTypeId === eventType.id &&
      row.start === start &&
      row.attendee.email === email &&
      (!attendee.phoneNumber || row.attendee.phoneNumber === attendee.phoneNumber),
  );
}
