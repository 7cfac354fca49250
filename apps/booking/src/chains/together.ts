import type { Absence, BookedSegment, BookingStatus } from '@callbook/contracts';
import type { CalendarBooking } from '../calendar/calendar';
import type { ChainFact } from './chain-fact';

/** One of an appointment's bookings. */
export interface BookedPart {
  /** Of the service's segment; null for a service that is one booking. */
  readonly segment: string | null;
  readonly booking: CalendarBooking;
}

/** What only all bookings of an appointment together tell; the rest is that of the first. */
export function together(
  parts: readonly BookedPart[],
): Partial<Pick<ChainFact, 'absence' | 'segments' | 'start' | 'end' | 'durationMinutes' | 'status'>> {
  if (parts.every(({ segment }) => segment === null)) return {};
  const start = Math.min(...parts.map(({ booking }) => booking.start.getTime()));
  const end = Math.max(...parts.map(({ booking }) => booking.end.getTime()));
  const segments = parts.map(({ segment, booking }): BookedSegment => ({
    key: segment ?? '',
    uid: booking.uid,
    start: booking.start.toISOString(),
    end: booking.end.toISOString(),
  }));
  return {
    segments,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    durationMinutes: Math.round((end - start) / 60_000),
    status: statusOf(parts.map(({ booking }) => booking.status)),
    absence: absenceOf(parts.map(({ booking }) => booking.absence)),
  };
}

/** Whoever did not come to one part did not come to the appointment. */
function absenceOf(absences: readonly (Absence | null)[]): Absence | null {
  const absence = {
    host: absences.some((one) => one?.host),
    attendee: absences.some((one) => one?.attendee),
  };
  return absence.host || absence.attendee ? absence : null;
}

/** It lives as long as one of them does, and is certain only when all are. */
function statusOf(statuses: readonly BookingStatus[]): BookingStatus {
  if (statuses.includes('pending')) return 'pending';
  if (statuses.includes('accepted')) return 'accepted';
  return statuses.includes('cancelled') ? 'cancelled' : 'rejected';
}
