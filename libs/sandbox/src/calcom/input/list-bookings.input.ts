import { DateTime } from 'luxon';
import { type BookingQuery, SORT_KEYS, type SortKey } from '../booking-query';
import { invalidFields } from '../refusals';

const STATUSES = ['upcoming', 'recurring', 'past', 'cancelled', 'unconfirmed'] as const;
const TIMES = [
  'afterStart',
  'beforeEnd',
  'afterCreatedAt',
  'beforeCreatedAt',
  'afterUpdatedAt',
  'beforeUpdatedAt',
] as const;

/** The query of GET /v2/bookings, 2024-08-13. Parameters it does not know are dropped, not refused. */
export function parseListBookings(query: Record<string, string | undefined>): BookingQuery {
  const errors: { property: string; constraints: string[] }[] = [];
  const wrong = (property: string, constraint: string) => errors.push({ property, constraints: [constraint] });

  const integer = (property: string, fallback: number, minimum: number, maximum: number) => {
    const value = Number(query[property] ?? fallback);
    if (!Number.isInteger(value)) wrong(property, `${property} must be an integer number`);
    else if (value < minimum) wrong(property, `${property} must not be less than ${minimum}`);
    else if (value > maximum) wrong(property, `${property} must not be greater than ${maximum}`);
    return value;
  };
  const status = commaList(query.status);
  if (status?.some((value) => !(STATUSES as readonly string[]).includes(value))) {
    wrong('status', `Invalid status. Allowed are ${STATUSES.join(', ')}`);
  }
  const times: Partial<Record<(typeof TIMES)[number], number>> = {};
  for (const property of TIMES) {
    if (query[property] === undefined) continue;
    const time = DateTime.fromISO(query[property], { zone: 'utc' });
    if (time.isValid) times[property] = time.toMillis();
    else wrong(property, `${property} must be a valid ISO 8601 date.`);
  }
  const sort: BookingQuery['sort'] = [];
  for (const property of Object.keys(SORT_KEYS) as SortKey[]) {
    const order = query[property];
    if (order === 'asc' || order === 'desc') sort.push({ key: property, order });
    else if (order !== undefined) wrong(property, `${property} must be either "asc" or "desc".`);
  }
  const eventTypeIds = commaList(query.eventTypeIds ?? query.eventTypeId)?.map(Number);
  if (eventTypeIds?.some((id) => !Number.isInteger(id))) wrong('eventTypeIds', 'eventTypeIds must be integer numbers');

  const parsed: BookingQuery = {
    ...times,
    status: status as BookingQuery['status'],
    eventTypeIds,
    attendeeEmail: query.attendeeEmail,
    attendeeName: query.attendeeName,
    bookingUid: query.bookingUid,
    sort,
    take: integer('take', 100, 1, 250),
    skip: integer('skip', 0, 0, Number.MAX_SAFE_INTEGER),
  };
  if (errors.length > 0) throw invalidFields(errors);
  return parsed;
}

const commaList = (value: string | undefined): string[] | undefined => value?.split(',').map((item) => item.trim());
