import type { Event } from '@callbook/contracts';
import type { DataSource } from 'typeorm';
import { type EventFilter, whereOf } from './event-filter';

/** An event as the history shows it. */
export interface FoundEvent {
  readonly id: string;
  readonly seq: string;
  readonly time: Date;
  readonly receivedAt: Date;
  readonly type: string;
  readonly company: string;
  /** Null where the person it was about has been erased, as is the event itself. */
  readonly correlationId: string | null;
  readonly event: Event<unknown> | null;
  readonly erasedAt: Date | null;
}

/** What of it can be told again: nothing where the person it was about has been erased. */
export type StoredEvent = Pick<FoundEvent, 'id' | 'time' | 'event'>;

/** Where a page ends, and the next one begins. */
export interface Place {
  readonly time: Date;
  readonly id: string;
}

const columns = `event_id AS id, seq, time, received_at AS "receivedAt", type, company, event, erased_at AS "erasedAt",
  CASE WHEN erased_at IS NULL THEN correlation_id END AS "correlationId"`;

/** In the order of the events' own time. */
export function eventsAfter(
  db: DataSource,
  filter: EventFilter,
  { after, limit, types = null }: { after: Place | null; limit: number; types?: readonly string[] | null },
): Promise<FoundEvent[]> {
  const { where, parameters } = whereOf(filter);
  return db.query<FoundEvent[]>(
    `SELECT ${columns} FROM ops.events WHERE ${where}
       AND ($6::timestamptz IS NULL OR ((time, event_id) > ($6, $7::uuid) AND day >= ($6 AT TIME ZONE 'UTC')::date)) AND ($8::text[] IS NULL OR type = ANY ($8))
     ORDER BY time, event_id LIMIT $9`,
    [...parameters, after?.time ?? null, after?.id ?? null, types, limit],
  );
}

export function eventsWithId(db: DataSource, id: string): Promise<FoundEvent[]> {
  return db.query<FoundEvent[]>(`SELECT ${columns} FROM ops.events WHERE event_id = $1`, [id]);
}

/** In the order they arrived: the last ones, or those after a place in that order. */
export async function arrivedEvents(
  db: DataSource,
  filter: EventFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<FoundEvent[]> {
  const { where, parameters } = whereOf(filter);
  const order = after === null ? 'DESC' : 'ASC';
  const rows = await db.query<FoundEvent[]>(
    `SELECT ${columns} FROM ops.events WHERE ${where} AND ($6::bigint IS NULL OR seq > $6) ORDER BY seq ${order} LIMIT $7`,
    [...parameters, after, limit],
  );
  return after === null ? rows.reverse() : rows;
}

export async function lastArrival(db: DataSource): Promise<string> {
  const [row] = await db.query<{ seq: string }[]>('SELECT seq FROM ops.events ORDER BY seq DESC LIMIT 1');
  return row?.seq ?? '0';
}

/** How many of which type, without those of people who were erased. */
export function countsByType(
  db: DataSource,
  filter: EventFilter,
  types: readonly string[],
): Promise<{ type: string; count: number; first: Date; last: Date }[]> {
  const { where, parameters } = whereOf(filter);
  return db.query(
    `SELECT type, count(*)::integer AS count, min(time) AS first, max(time) AS last FROM ops.events
     WHERE ${where} AND type = ANY ($6) AND event IS NOT NULL GROUP BY type ORDER BY type`,
    [...parameters, types],
  );
}
