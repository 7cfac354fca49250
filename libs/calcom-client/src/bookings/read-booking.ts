import { isObject, type Json } from '../http/json';
import { type CalcomAttendee, type CalcomBooking, type CalcomMetadata } from './calcom-booking';
import { readHost } from './read-host';
import { dateOrNull, idOrNull, textOrNull } from './values';

/**
 * Reads one booking of version 2024-08-13. The schema is not stable field by field, so only uid, status, start and end
 * must be there; undefined without them, as in the 2024-04-15 shape, whose times are `startTime` and `endTime`.
 */
export function readBooking(
  raw: unknown,
  { askedAt, answeredAt }: { readonly askedAt: Date; readonly answeredAt: Date },
): CalcomBooking | undefined {
  if (!isObject(raw)) return undefined;
  const uid = textOrNull(raw.uid);
  const status = textOrNull(raw.status);
  const start = dateOrNull(raw.start);
  const end = dateOrNull(raw.end);
  if (!uid || !status || !start || !end) return undefined;

  return {
    id: idOrNull(raw.id),
    uid,
    status: status.toLowerCase(),
    start,
    end,
    title: textOrNull(raw.title),
    eventTypeId: idOrNull(raw.eventTypeId) ?? idOrNull(isObject(raw.eventType) ? raw.eventType.id : undefined),
    ...readHost(raw.hosts),
    hostAbsent: raw.absentHost === true,
    attendees: Array.isArray(raw.attendees) ? raw.attendees.filter(isObject).map(readAttendee) : [],
    location: textOrNull(raw.location),
    metadata: readMetadata(raw.metadata),
    cancellationReason: textOrNull(raw.cancellationReason),
    rescheduledFromUid: textOrNull(raw.rescheduledFromUid),
    rescheduledToUid: textOrNull(raw.rescheduledToUid),
    createdAt: dateOrNull(raw.createdAt),
    updatedAt: dateOrNull(raw.updatedAt),
    askedAt,
    answeredAt,
    raw,
  };
}

function readAttendee(attendee: Json): CalcomAttendee {
  return {
    name: textOrNull(attendee.name),
    email: textOrNull(attendee.email),
    phoneNumber: textOrNull(attendee.phoneNumber),
    timeZone: textOrNull(attendee.timeZone),
    language: textOrNull(attendee.language),
    absent: attendee.absent === true,
  };
}

function readMetadata(metadata: unknown): CalcomMetadata {
  const entries = Object.entries(isObject(metadata) ? metadata : {});
  return Object.fromEntries(
    entries.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)),
  ) as CalcomMetadata;
}
