import { type Booking, type BookingAttendee } from '../booking';
import { type CalcomWorld } from '../calcom-world';

/** The booking as versions 2024-08-13 and 2026-02-25 answer it: POST, GET, list and every change alike. */
export function bookingOutput(booking: Booking, world: CalcomWorld): Record<string, unknown> {
  const { id, name, email, username, timeZone } = world.host(booking.hostId);
  const { attendee } = booking;
  return {
    id: booking.id,
    uid: booking.uid,
    title: booking.title,
    description: '',
    // Always exactly one host, the organiser.
    hosts: [{ id, name, email, displayEmail: email, username, timeZone }],
    status: booking.status.toLowerCase(),
    cancellationReason: booking.cancellationReason,
    cancelledByEmail: booking.cancelledByEmail,
    reschedulingReason: booking.reschedulingReason,
    rescheduledByEmail: booking.rescheduledByEmail,
    rescheduledFromUid: booking.rescheduledFromUid,
    rescheduledToUid: booking.rescheduledToUid,
    start: iso(booking.start),
    end: iso(booking.end),
    duration: (booking.end - booking.start) / 60_000,
    eventTypeId: booking.eventTypeId,
    eventType: { id: booking.eventTypeId, slug: world.eventType(booking.eventTypeId)?.slug },
    meetingUrl: booking.location,
    location: booking.location,
    absentHost: booking.hostAbsent ?? false,
    createdAt: iso(booking.createdAt),
    updatedAt: iso(booking.updatedAt),
    metadata: booking.metadata,
    rating: null,
    icsUid: booking.icsUid,
    // The other hosts of a collective event type stand here, never in `hosts`.
    attendees: [attendee, ...booking.coHostIds.map((coHost) => asAttendee(coHost, world))].map((one) => ({
      ...one,
      displayEmail: one.email,
      absent: one.absent ?? false,
    })),
    guests: booking.guests,
    seatUid: booking.seatUid,
    bookingFieldsResponses: { ...booking.responses, displayEmail: attendee.email },
  };
}

function asAttendee(hostId: number, world: CalcomWorld): BookingAttendee {
  const { name, email, timeZone } = world.host(hostId);
  return { name, email, timeZone, language: 'en' };
}

/** Cal.com answers times with milliseconds. */
export const iso = (time: number): string => new Date(time).toISOString();
