import { DateTime } from 'luxon';
import { type CalcomWorld } from '../calcom-world';
import { bookingLimitReached, inThePast, outOfBounds } from '../refusals';
import { type CalcomEventType } from '../../seed/event-type';
import { type BookingRequest } from './booking-request';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** From the minimum notice to the end of the booking window. */
export function bookableRange(eventType: CalcomEventType, now: number): { earliest: number; latest: number } {
  return {
    earliest: now + (eventType.minimumBookingNotice ?? 0) * MINUTE,
    latest: now + (eventType.bookingWindowDays ?? Infinity) * DAY,
  };
}

export function checkTime(world: CalcomWorld, { eventType, start, allowOutOfBounds }: BookingRequest): void {
  if (start < world.now) throw inThePast();
  if (allowOutOfBounds) return;
  const { earliest, latest } = bookableRange(eventType, world.now);
  if (start < earliest || start > latest) throw outOfBounds();
}

/** The day is that of the organiser's time zone; a booking that is moved does not count. */
export function checkDayLimit(world: CalcomWorld, { eventType, start, moves }: BookingRequest): void {
  if (eventType.bookingsPerDay === undefined) return;
  const zone = world.host(eventType.hostId).timeZone;
  const dayOf = (time: number) => DateTime.fromMillis(time, { zone }).toISODate();
  const thatDay = world.bookings.filter(
    (row) =>
      row !== moves &&
      row.eventTypeId === eventType.id &&
      row.status === 'ACCEPTED' &&
      dayOf(row.start) === dayOf(start),
  );
  if (thatDay.length >= eventType.bookingsPerDay) throw bookingLimitReached();
}
