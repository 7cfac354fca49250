import { type Booking } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { iso } from './booking.output';

/** The booking as the controller of 2024-04-15 answers it: other names, upper-case status and no `hosts` at all. */
export function oldBookingOutput(booking: Booking, world: CalcomWorld): Record<string, unknown> {
  const { id, name, email, username, timeZone } = world.host(booking.hostId);
  const { attendee } = booking;
  return {
    id: booking.id,
    uid: booking.uid,
    title: booking.title,
    description: null,
    startTime: iso(booking.start),
    endTime: iso(booking.end),
    status: booking.status,
    location: booking.location,
    metadata: booking.metadata,
    cancellationReason: booking.cancellationReason || null,
    responses: booking.responses,
    user: { id, name, email, username, timeZone },
    attendees: [{ name: attendee.name, email: attendee.email, timeZone: attendee.timeZone }],
    eventTypeId: booking.eventTypeId,
    eventType: { eventName: null, slug: world.eventType(booking.eventTypeId)?.slug, timeZone: null },
  };
}
