export interface FreeSlotsQuestion {
  readonly eventTypeId: number;
  readonly start: Date;
  /** Cal.com cuts it to a year from now. */
  readonly end: Date;
  /** Cal.com user ids of those who may serve; heeded like that of a new booking. */
  readonly hostSubset?: readonly number[];
  /** A booking whose own time counts as free, because it is the one to be moved. */
  readonly bookingUidToReschedule?: string;
}

/** Always in UTC: only the instants matter, and they are the same in every zone. */
export function freeSlotsQuery({
  eventTypeId,
  start,
  end,
  hostSubset,
  bookingUidToReschedule,
}: FreeSlotsQuestion): URLSearchParams {
  const query = new URLSearchParams({
    eventTypeId: String(eventTypeId),
    start: start.toISOString(),
    end: end.toISOString(),
    timeZone: 'UTC',
  });
  if (hostSubset) query.set('rrHostSubsetIds', hostSubset.join(','));
  if (bookingUidToReschedule) query.set('bookingUidToReschedule', bookingUidToReschedule);
  return query;
}
