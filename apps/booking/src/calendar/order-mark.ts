import type { CalcomBooking, CalcomMetadata } from '@callbook/calcom-client';
import type { BookingOrder, MovedBooking, OrderMark } from './calendar';

type Marks = Pick<BookingOrder, 'requestId' | 'segment' | 'retellCallId'>;

/** What Cal.com keeps with a booking of ours, and carries over when it is moved. */
export function metadataOf({ requestId, segment, retellCallId }: Marks): CalcomMetadata {
  return {
    callbook_request_id: requestId,
    callbook_call_id: retellCallId,
    ...(segment !== null && { callbook_segment: segment }),
  };
}

/** Starts within a minute of when it was ordered for: Cal.com may round. */
export const nearMs = 60_000;

/** Status and e-mail are not looked at: the one changes, and the other may be rewritten. */
export function carries({ metadata, start }: CalcomBooking, mark: OrderMark): boolean {
  return (
    metadata.callbook_request_id === mark.requestId &&
    (metadata.callbook_segment ?? null) === mark.segment &&
    isNear(start, mark.start)
  );
}

export function replaces({ rescheduledFromUid, start }: CalcomBooking, moved: MovedBooking): boolean {
  return rescheduledFromUid === moved.uid && isNear(start, moved.start);
}

function isNear(one: Date, other: Date): boolean {
  return Math.abs(one.getTime() - other.getTime()) <= nearMs;
}

/** Oldest first; what does not tell its age counts as younger. */
export function byAge(a: CalcomBooking, b: CalcomBooking): number {
  return (
    compare(a.createdAt?.getTime() ?? Infinity, b.createdAt?.getTime() ?? Infinity) ||
    compare(a.id ?? Infinity, b.id ?? Infinity) ||
    compare(a.uid, b.uid)
  );
}

function compare<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
