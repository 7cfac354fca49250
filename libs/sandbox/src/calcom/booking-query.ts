import { type Booking } from './booking';

export type BookingListStatus = 'upcoming' | 'recurring' | 'past' | 'cancelled' | 'unconfirmed';

export const SORT_KEYS = {
  sortStart: 'start',
  sortEnd: 'end',
  sortCreated: 'createdAt',
  sortUpdatedAt: 'updatedAt',
} as const satisfies Record<string, keyof Booking>;
export type SortKey = keyof typeof SORT_KEYS;

/** Times in epoch milliseconds, both ends inclusive; a filter that is not given lets everything pass. */
export interface BookingQuery {
  status?: BookingListStatus[];
  eventTypeIds?: number[];
  attendeeEmail?: string;
  attendeeName?: string;
  bookingUid?: string;
  afterStart?: number;
  beforeEnd?: number;
  afterCreatedAt?: number;
  beforeCreatedAt?: number;
  afterUpdatedAt?: number;
  beforeUpdatedAt?: number;
  sort: { key: SortKey; order: 'asc' | 'desc' }[];
  take: number;
  skip: number;
}

export interface BookingPage {
  items: Booking[];
  pagination: Pagination;
}

interface Pagination {
  returnedItems: number;
  totalItems: number;
  itemsPerPage: number;
  remainingItems: number;
  currentPage: number;
  totalPages: number;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export function selectBookings(rows: readonly Booking[], query: BookingQuery, now: number): BookingPage {
  const found = rows.filter((row) => matches(row, query, now)).sort(comparing(query.sort));
  const items = found.slice(query.skip, query.skip + query.take);
  return { items, pagination: paginate(found.length, items.length, query) };
}

function matches(row: Booking, query: BookingQuery, now: number): boolean {
  const within = (value: number, from = -Infinity, to = Infinity) => from <= value && value <= to;
  return (
    (query.status?.some((status) => hasListStatus(row, status, now)) ?? true) &&
    (query.eventTypeIds?.includes(row.eventTypeId) ?? true) &&
    equalsIfGiven(query.attendeeEmail, row.attendee.email) &&
    equalsIfGiven(query.attendeeName, row.attendee.name) &&
    equalsIfGiven(query.bookingUid, row.uid) &&
    within(row.start, query.afterStart) &&
    within(row.end, undefined, query.beforeEnd) &&
    within(row.createdAt, query.afterCreatedAt, query.beforeCreatedAt) &&
    within(row.updatedAt, query.afterUpdatedAt, query.beforeUpdatedAt)
  );
}

/** Pending bookings are "unconfirmed", not "upcoming"; rejected ones are listed as "cancelled". */
export function hasListStatus(row: Booking, status: BookingListStatus, now: number): boolean {
  const over = row.status === 'CANCELLED' || row.status === 'REJECTED';
  switch (status) {
    case 'upcoming':
      return row.status === 'ACCEPTED' && row.end >= now;
    case 'past':
      return !over && row.end < now;
    case 'cancelled':
      return over;
    case 'unconfirmed':
      return row.status === 'PENDING' && row.end >= now;
    case 'recurring':
      return false; // the sandbox has no recurring event types
  }
}

const equalsIfGiven = (wanted: string | undefined, value: string): boolean => wanted === undefined || wanted === value;

/** Without a wish by start; ties by id, so that pages never overlap. */
function comparing(sort: BookingQuery['sort']): (a: Booking, b: Booking) => number {
  const wishes = sort.length > 0 ? sort : [{ key: 'sortStart', order: 'asc' } as const];
  return (a, b) => {
    for (const { key, order } of wishes) {
      const difference = a[SORT_KEYS[key]] - b[SORT_KEYS[key]];
      if (difference !== 0) return order === 'asc' ? difference : -difference;
    }
    return a.id - b.id;
  };
}

function paginate(totalItems: number, returnedItems: number, { take, skip }: BookingQuery): Pagination {
  return {
    returnedItems,
    totalItems,
    itemsPerPage: take,
    remainingItems: Math.max(0, totalItems - skip - returnedItems),
    currentPage: Math.floor(skip / take) + 1,
    totalPages: Math.ceil(totalItems / take),
    hasNextPage: skip + returnedItems < totalItems,
    hasPreviousPage: skip > 0,
  };
}
