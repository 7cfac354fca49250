import type { RecordedRequest } from '@callbook/sandbox';

/** What the calendar's own ledger says about the requests of one call. */
export interface CalendarTime {
  /** In which at least one of them was being worked on. Milliseconds. */
  readonly ms: number;
  readonly requests: number;
  /** When the first of them arrived and the last was answered. Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Of the booking that was made. */
  readonly uid: string | undefined;
}

/** How long the calendar itself was at work for each call, by call id. */
export function calendarTimes(requests: readonly RecordedRequest[]): Map<string, CalendarTime> {
  const callOfUid = new Map<string, string>();
  for (const request of requests) {
    const callId = callNamedIn(request);
    if (callId && request.bookingUid) callOfUid.set(request.bookingUid, callId);
  }
  const byCall = new Map<string, RecordedRequest[]>();
  for (const request of requests) {
    const uid = [...request.path.split('/')].find((part) => callOfUid.has(part));
    const callId = callNamedIn(request) ?? (uid && callOfUid.get(uid));
    if (callId) byCall.set(callId, [...(byCall.get(callId) ?? []), request]);
  }
  return new Map([...byCall].map(([callId, own]) => [callId, timeOf(own)]));
}

function timeOf(requests: readonly RecordedRequest[]): CalendarTime {
  const times = requests
    .map(({ receivedAt, endedAt }) => [Date.parse(receivedAt), Date.parse(endedAt ?? receivedAt)] as const)
    .sort(([a], [b]) => a - b);
  let ms = 0;
  let until = -Infinity;
  for (const [from, to] of times) {
    ms += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  const uid = requests.find(({ bookingUid }) => bookingUid)?.bookingUid ?? undefined;
  const from = times[0]?.[0] ?? NaN;
  return { ms, requests: requests.length, from, to: until, uid };
}

function callNamedIn({ body }: RecordedRequest): string | undefined {
  const { metadata } = (body ?? {}) as { metadata?: { callbook_call_id?: string } };
  return metadata?.callbook_call_id;
}
