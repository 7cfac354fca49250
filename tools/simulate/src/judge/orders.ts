import { BookingFailed, type Event } from '@callbook/contracts';
import type { CalendarServer, Order } from '../calendar/calendar-server';
import type { Clockwork } from '../clockwork/clockwork';
import type { AskedFor } from '../scenario/asked';
import { isLive, isPartOf } from './ledger';

type Violated = (rule: string, found: string) => void;

/** Judges what is ordered from the calendar, at the moment it happens: how often, how late, and what stands because of it. */
export class Orders {
  constructor(
    private readonly clockwork: Clockwork,
    private readonly server: CalendarServer,
    private readonly asked: AskedFor,
    private readonly violated: Violated,
  ) {}

  /** An order arrives. */
  ordered({ eventTypeId, start, metadata }: Order, isSentLate: boolean): void {
    const slot = { eventTypeId, start: Date.parse(start) };
    const asked = this.asked
      .all()
      .filter(({ callId, wish }) => callId === metadata.callbook_call_id && isPartOf(slot, wish));
    if (asked.length === 0) this.violated('an order nobody asked for', `${eventTypeId} at ${start}`);
    if (isSentLate) return;
    const lateMs = this.clockwork.nowMs - Math.max(...asked.map(({ atMs }) => atMs));
    if (lateMs > latestMs) this.violated('a POST long after anybody waited', `${Math.round(lateMs / 1000)} s`);
    if (this.clockwork.nowMs > slot.start + underWayMs) this.violated('a POST for what is past', start);
  }

  /** A booking was written just now. */
  stands(uid: string): void {
    const booking = this.server.calcom.world.find(uid);
    const { callbook_request_id: requestId, callbook_segment: segment } = booking.metadata;
    if (requestId === undefined || this.server.liedTo(requestId)) return;
    const same = this.server.calcom.world.bookings.filter(
      (one) =>
        isLive(one) && one.metadata.callbook_request_id === requestId && one.metadata.callbook_segment === segment,
    );
    if (same.length > 1) this.violated('P1: two bookings of one request at the same time', `${requestId} ${uid}`);
  }

  /** Whoever hears that it failed takes it that nothing is booked. */
  published({ type, data }: Event<object>): void {
    if (type !== BookingFailed.type) return;
    const { requestId, operation } = data as BookingFailed;
    if (operation !== 'book' || this.server.liedTo(requestId)) return;
    const standing = this.server.calcom.world.bookings.filter(
      (one) => isLive(one) && one.metadata.callbook_request_id === requestId,
    );
    if (standing.length > 0)
      this.violated('P2: published as failed, and it stands', `${requestId} ${standing[0]?.uid}`);
  }

  /** How often each was ordered, all in all. */
  atRest(): void {
    const posts = new Map<string, number>();
    for (const { body, result, bookingUid } of this.server.calcom.api.requests.of('create-booking')) {
      const status = typeof result === 'object' ? result?.status : undefined;
      // Not taken, or answered with what was there already: nothing could come of it.
      if (status === 429 || (status === 201 && bookingUid === null)) continue;
      const { metadata } = body as Order;
      const key = `${metadata.callbook_request_id} ${metadata.callbook_segment ?? ''}`;
      posts.set(key, (posts.get(key) ?? 0) + 1);
    }
    for (const [request, count] of posts)
      if (count > mostPosts) this.violated('more POSTs than allowed', `${request}: ${count}`);
  }
}

/** Three tries, and one more under another address. */
const mostPosts = 4;
/** From the decision that it may be sent until it arrives. */
const underWayMs = 40_000;
/** Ten minutes after the agent last waited; and with its retries a function call lasts about a minute. */
const latestMs = 600_000 + 68_000 + underWayMs;
