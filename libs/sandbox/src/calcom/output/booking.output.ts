import { type Booking } from '../booking';
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
    absentHost: false,
    createdAt: iso(booking.createdAt),
    updatedAt: iso(booking.updatedAt),
    metadata: booking.metadata,
    rating: null,
    icsUid: booking.icsUid,
    attendees: [{ ...attendee, displayEmail: attendee.email, absent: false }],
    guests: booking.guests,
    bookingFieldsResponses: { ...booking.responses, displayEmail: attendee.email },
  };
}

/** Cal.com answers times with milliseconds. */
export const iso = (time: number): string => new Date(time).toISOString();
