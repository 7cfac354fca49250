import type { CalcomBooking } from '@callbook/calcom-client';
import { type Absence, type BookingStatus, bookingStatuses, type Host } from '@callbook/contracts';
import type { CalendarBooking } from './calendar';

/** @param eventTypeId for an answer that does not name it */
export function toCalendarBooking(booking: CalcomBooking, eventTypeId = 0): CalendarBooking {
  const [attendee] = booking.attendees;
  return {
    id: booking.id,
    uid: booking.uid,
    status: statusOf(booking.status),
    eventTypeId: booking.eventTypeId ?? eventTypeId,
    start: booking.start,
    end: booking.end,
    host: booking.host && hostOf(booking.host),
    hostMissingReason: booking.hostMissing,
    attendee: attendee
      ? { name: attendee.name ?? '', email: attendee.email, phone: attendee.phoneNumber, timeZone: attendee.timeZone }
      : null,
    absence: absenceOf(booking),
    location: booking.location,
    metadata: booking.metadata,
    rescheduledFromUid: booking.rescheduledFromUid,
    rescheduledToUid: booking.rescheduledToUid,
    createdAt: booking.createdAt,
    updatedAt: booking.updatedAt,
    askedAt: booking.askedAt,
    answeredAt: booking.answeredAt,
  };
}

function hostOf({ id, name, email, timeZone }: Host): Host {
  return { id, name, email, timeZone };
}

/** The first attendee is the one who booked; guests and further hosts, who stand behind, are not asked about. */
function absenceOf({ hostAbsent, attendees: [attendee] }: CalcomBooking): Absence | null {
  const absence = { host: hostAbsent, attendee: attendee?.absent ?? false };
  return absence.host || absence.attendee ? absence : null;
}

/** A state Cal.com adds later counts as not confirmed yet: nobody is told "booked" on the strength of an unknown word. */
function statusOf(status: string): BookingStatus {
  return (bookingStatuses as readonly string[]).includes(status) ? (status as BookingStatus) : 'pending';
}
