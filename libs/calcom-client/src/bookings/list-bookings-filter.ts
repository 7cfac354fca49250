/** Which bookings to list. All given filters must hold; every status is included. */
export interface ListBookingsFilter {
  /** An empty list means none, not all. */
  readonly eventTypeIds?: readonly number[];
  /** Bookings that start then or later. */
  readonly afterStart?: Date;
  /** Bookings that end then or earlier. */
  readonly beforeEnd?: Date;
  /** Bookings a page, 1 to 250; default 100. */
  readonly take?: number;
  /** Bookings to leave out at the beginning; default 0. */
  readonly skip?: number;
}

/** Oldest start first, so that what is booked while paging shows twice rather than pushing another one out of sight. */
export function listBookingsQuery(
  { eventTypeIds, afterStart, beforeEnd }: ListBookingsFilter,
  page: { take: number; skip: number },
): URLSearchParams {
  const query = new URLSearchParams({ sortStart: 'asc', take: String(page.take), skip: String(page.skip) });
  if (eventTypeIds) query.set('eventTypeIds', eventTypeIds.join(','));
  if (afterStart) query.set('afterStart', afterStart.toISOString());
  if (beforeEnd) query.set('beforeEnd', beforeEnd.toISOString());
  return query;
}
