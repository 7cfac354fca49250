import { DateTime, IANAZone } from 'luxon';
import { type EventTypeSelector } from '../booked-event-type';
import { invalidFields, notSimulated } from '../refusals';
import { invalidTimeRange } from '../slots/slot-refusals';

type Query = Record<string, string | undefined>;

/** The query of GET /v2/slots, after its checks. */
export interface SlotsInput extends EventTypeSelector {
  from: number;
  to: number;
  timeZone?: string;
  duration?: number;
  format: 'time' | 'range';
  bookingUidToReschedule?: string;
  rrHostSubsetIds?: number[];
}

export function parseSlots(query: Query): SlotsInput {
  if (query.usernames) throw notSimulated('slots of several users');
  return {
    ...checked(query, 'start', 'end'),
    eventTypeSlug: query.eventTypeSlug,
    username: query.username,
    teamSlug: query.teamSlug,
    format: query.format === 'range' ? 'range' : 'time',
    bookingUidToReschedule: query.bookingUidToReschedule,
    rrHostSubsetIds: query.rrHostSubsetIds?.split(',').map(Number),
  };
}

/** GET /v2/slots/available of 2024-04-15: other names for the same. */
export function parseOldSlots(query: Query): SlotsInput {
  return { ...checked(query, 'startTime', 'endTime'), format: query.slotFormat === 'range' ? 'range' : 'time' };
}

type Checked = Pick<SlotsInput, 'from' | 'to' | 'timeZone' | 'duration' | 'eventTypeId'>;

function checked(query: Query, startName: string, endName: string): Checked {
  const errors: { property: string; constraints: string[] }[] = [];
  const wrong = (property: string, constraint: string) => errors.push({ property, constraints: [constraint] });
  const time = (property: string) => {
    const given = DateTime.fromISO(query[property] ?? '', { zone: 'utc' });
    if (!given.isValid) wrong(property, `${property} must be a valid ISO 8601 date string`);
    return given;
  };
  const integer = (property: string) => {
    const value = query[property] === undefined ? undefined : Number(query[property]);
    if (value !== undefined && !Number.isInteger(value)) wrong(property, `${property} must be an integer number`);
    return value;
  };
  const start = time(startName);
  const end = time(endName);
  const { timeZone } = query;
  if (timeZone !== undefined && !IANAZone.create(timeZone).isValid)
    wrong('timeZone', 'timeZone must be a valid IANA time-zone');
  const duration = integer('duration');
  const eventTypeId = integer('eventTypeId');
  if (errors.length > 0) throw invalidFields(errors);

  // Midnight means the whole day, whether or not it was written out.
  const to = +end.startOf('day') === +end ? end.set({ hour: 23, minute: 59, second: 59 }) : end;
  if (to < start) throw invalidTimeRange(startName, endName);
  return { from: start.toMillis(), to: to.toMillis(), timeZone, duration, eventTypeId };
}
