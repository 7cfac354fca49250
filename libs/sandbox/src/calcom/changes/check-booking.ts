import { storedEmail } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { internalError, noSeatLeft } from '../refusals';
import { type BookingRequest, type CheckedBooking } from './booking-request';
import { pickHosts } from './pick-hosts';
import { checkDayLimit, checkTime } from './time-checks';

/** Everything Cal.com checks about the time, and who is to host. Before `insert` the real service asks live calendars. */
export function checkBooking(world: CalcomWorld, request: BookingRequest): CheckedBooking {
  const { eventType, start, attendee } = request;
  const end = start + (request.minutes ?? eventType.lengthInMinutes) * 60_000;
  checkTime(world, request);
  checkDayLimit(world, request);
  checkSeats(world, request);
  const hosts = pickHosts(world, request, end);
  // Cal.com answers spam with a booking that does not exist, and then cannot read it back.
  if (world.seed.spamEmails?.includes(storedEmail(attendee, eventType.emailHidden))) throw internalError();
  return { ...request, ...hosts, end };
}

function checkSeats(world: CalcomWorld, { eventType, start, moves }: BookingRequest): void {
  if (!eventType.seats) return;
  const isThere = world.bookings.some(
    (row) => row !== moves && row.eventTypeId === eventType.id && row.start === start && row.status === 'ACCEPTED',
  );
  if (isThere) throw noSeatLeft();
}
