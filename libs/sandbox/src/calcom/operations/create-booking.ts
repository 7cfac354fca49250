import { DateTime } from 'luxon';
import { type CalcomEventType } from '../../seed/seed';
import { type CalcomWorld } from '../calcom-world';
import { book } from '../changes/book';
import { type CreateBookingInput, parseCreateBooking } from '../input/create-booking.input';
import { parseCreateOldBooking } from '../input/create-old-booking.input';
import { bookingOutput } from '../output/booking.output';
import { oldBookingOutput } from '../output/old-booking.output';
import { lengthNotSelectable, locationNotOffered, notFound, withEngineText } from '../refusals';
import { type Operation, type OperationContext } from '../routes';

export const createBooking: Operation = function* ({ world, request, version, caller }) {
  const input = parseCreateBooking(request.body, version);
  const eventType = bookedEventType(input, world);
  if (input.lengthInMinutes !== undefined) throw lengthNotSelectable();
  checkLocation(input, eventType);

  // The two flags are honoured for hosts and owners only and silently ignored for everybody else.
  const isOwner = caller?.hostIds.includes(eventType.hostId) ?? false;
  const booking = yield* book(world, {
    ...input,
    eventType,
    allowConflicts: isOwner && input.allowConflicts,
    allowOutOfBounds: isOwner && input.allowBookingOutOfBounds,
  });
  return { data: bookingOutput(booking, world) };
};

/** Another body, another answer, and the engine's bare error words: where a missing version header ends up. */
export const createOldBooking: Operation = function* (context: OperationContext) {
  const { world, request } = context;
  const input = parseCreateOldBooking(request.body);
  const eventType = world.eventType(input.eventTypeId);
  if (!eventType) throw notFound('event_type_not_found');
  try {
    const { name, email } = input.responses;
    const booking = yield* book(world, {
      eventType,
      start: DateTime.fromISO(input.start, { zone: 'utc' }).toMillis(),
      attendee: { name, email, timeZone: input.timeZone, language: input.language },
      metadata: input.metadata,
      responses: input.responses,
    });
    return { data: oldBookingOutput(booking, world) };
  } catch (error) {
    throw withEngineText(error);
  }
};

function bookedEventType(input: CreateBookingInput, { seed }: CalcomWorld): CalcomEventType {
  const { eventTypeId, eventTypeSlug, username, teamSlug } = input;
  if (eventTypeId) {
    const found = seed.eventTypes.find((eventType) => eventType.id === eventTypeId);
    if (!found) throw notFound(`Event type with id ${eventTypeId} not found.`);
    return found;
  }
  if (!username) throw notFound(`Team with slug ${teamSlug} not found`);
  const user = seed.hosts.find((host) => host.username === username);
  if (!user) throw notFound(`User with username ${username} not found`);
  const found = seed.eventTypes.find((eventType) => eventType.hostId === user.id && eventType.slug === eventTypeSlug);
  if (!found) throw notFound(`Event type with slug ${eventTypeSlug} belonging to user ${username} not found.`);
  return found;
}

/** Every event type of the sandbox takes place at the address of its company. */
function checkLocation({ location }: CreateBookingInput, eventType: CalcomEventType): void {
  if (location === undefined || typeof location === 'string' || location?.type === 'address') return;
  throw locationNotOffered(location?.type, eventType.id);
}
