import { type CalcomWorld } from '../calcom-world';
import { storedEmail } from '../booking';
import {
  bookerLimitReached,
  emailBlocked,
  emailRequired,
  emailVerificationRequired,
  invalidVerificationCode,
} from '../refusals';
import { type BookingRequest } from './booking-request';

/** What Cal.com asks about who books, before it looks at the time. */
export function checkBooker(world: CalcomWorld, request: BookingRequest): void {
  const { eventType, attendee, moves } = request;
  if (eventType.emailRequired && !attendee.email) throw emailRequired();
  const email = storedEmail(attendee, eventType.emailHidden);
  if (world.seed.blockedEmails?.includes(email)) throw emailBlocked();
  if (moves) return;
  checkBookerLimit(world, request, email);
  const { emailVerificationCode: code } = eventType;
  if (code === undefined) return;
  if (!request.verificationCode) throw emailVerificationRequired();
  if (request.verificationCode !== code) throw invalidVerificationCode();
}

function checkBookerLimit(world: CalcomWorld, { eventType }: BookingRequest, email: string): void {
  const { maxActiveBookingsPerBooker: limit, offersReschedule } = eventType;
  if (limit === undefined) return;
  const live = world.bookings
    .filter((row) => row.eventTypeId === eventType.id && row.attendee.email === email)
    .filter((row) => (row.status === 'ACCEPTED' || row.status === 'PENDING') && row.start >= world.now)
    .sort((a, b) => a.start - b.start);
  if (live.length >= limit) throw bookerLimitReached(offersReschedule ? live.at(-1)?.uid : undefined);
}
