import { DateTime } from 'luxon';
import { bookedEventType, type EventTypeSelector } from '../booked-event-type';
import { checkBookingFields } from '../booking-fields';
import { minutesOf } from '../booking-length';
import { bookedLocation } from '../booked-location';
import { book } from '../changes/book';
import { authenticationRequired, managedParent, noHosts, notTheOwner } from '../event-type-refusals';
import { parseCreateBooking } from '../input/create-booking.input';
import { parseCreateOldBooking } from '../input/create-old-booking.input';
import { bookingOutput } from '../output/booking.output';
import { oldBookingOutput } from '../output/old-booking.output';
import { invalidLength, notFound, notSimulated, withEngineText } from '../refusals';
import { type Operation, type OperationContext } from '../routes';
import { type CalcomEventType, hostIdsOf } from '../../seed/event-type';

export const createBooking: Operation = function* (context) {
  const { world, request, version, author } = context;
  const input = parseCreateBooking(request.body, version);
  const eventType = bookedEventType(input as EventTypeSelector, world);
  const isOwner = checkWhoMayBook(eventType, context);
  checkBookingFields(input, eventType);
  if (input.routing) throw notSimulated('routing');

  const booking = yield* book(
    world,
    {
      ...input,
      eventType,
      minutes: minutesOf(eventType, input.lengthInMinutes),
      location: bookedLocation(input.location, eventType),
      hostSubset: input.rrHostSubsetIds,
      verificationCode: input.emailVerificationCode,
      // The two flags are honoured for hosts and owners only and silently ignored for everybody else.
      allowConflicts: isOwner && input.allowConflicts,
      allowOutOfBounds: isOwner && input.allowBookingOutOfBounds,
    },
    author,
  );
  return { data: bookingOutput(booking, world) };
};

/** True for an owner or host of the event type. Throws where others may not book, or nobody can. */
function checkWhoMayBook(eventType: CalcomEventType, { caller }: OperationContext): boolean {
  const isOwner = hostIdsOf(eventType).some((id) => caller?.hostIds.includes(id));
  if (eventType.requiresAuthentication && !isOwner) throw caller ? notTheOwner() : authenticationRequired();
  if (eventType.managedParent) throw managedParent(eventType.id);
  if (eventType.team?.hostIds.length === 0) throw noHosts(eventType.id, eventType.team.teamId);
  return isOwner;
}

/** Another body, another answer, and the engine's bare error words: where a missing version header ends up. */
export const createOldBooking: Operation = function* ({ world, request, author }) {
  const input = parseCreateOldBooking(request.body);
  const eventType = world.eventType(input.eventTypeId);
  if (!eventType) throw notFound('event_type_not_found');
  const start = millis(input.start);
  if (input.end && millis(input.end) - start !== eventType.lengthInMinutes * 60_000) throw invalidLength();
  try {
    const { name, email } = input.responses;
    const attendee = { name, email, timeZone: input.timeZone, language: input.language };
    const { metadata, responses } = input;
    const booking = yield* book(world, { eventType, start, attendee, metadata, responses }, author);
    return { data: oldBookingOutput(booking, world) };
  } catch (error) {
    throw withEngineText(error);
  }
};

const millis = (time: string): number => DateTime.fromISO(time, { zone: 'utc' }).toMillis();
