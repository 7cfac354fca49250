import type { Booking, SimulatedCalcom } from '@callbook/sandbox/world';
import type { AskedFor } from '../scenario/asked';
import { isNameOf, nameless } from '../scenario/person';
import { type Offer, offers, type Wish } from '../scenario/wish';

/** How much of a wish lives in the calendar. `half`: some of its bookings, not all. `twice`: more than it takes. */
export type Standing = 'none' | 'whole' | 'half' | 'twice';

/** The calendar's own ledger, read in the scenario's terms. Knows nothing of our tables. */
export class Ledger {
  constructor(
    private readonly calcom: SimulatedCalcom,
    private readonly asked: AskedFor,
  ) {}

  live(): Booking[] {
    return this.calcom.world.bookings.filter(isLive);
  }

  /** The living bookings of a wish, by the parts it consists of. */
  partsOf(wish: Wish): Booking[][] {
    const live = this.live().filter((booking) => this.isOf(booking, wish));
    return (offers[wish.offer] as Offer).parts.map((part) => live.filter((booking) => isPart(booking, wish, part)));
  }

  standing(wish: Wish): Standing {
    const counts = this.partsOf(wish).map((bookings) => bookings.length);
    if (counts.every((count) => count === 0)) return 'none';
    if (counts.some((count) => count > 1)) return 'twice';
    return counts.every((count) => count === 1) ? 'whole' : 'half';
  }

  /** Whether the booking was made for this wish, as far as name, time and service tell. */
  isFor(booking: Booking, wish: Wish): boolean {
    return this.isOf(booking, wish) && isPartOf(booking, wish);
  }

  /** By whom it was booked: through the API, or on the calendar's own pages. */
  isByUs({ metadata }: Booking): boolean {
    return metadata.callbook_request_id !== undefined;
  }

  private isOf({ attendee, metadata }: Booking, wish: Wish): boolean {
    if (attendee.name !== nameless) return isNameOf(wish.person, attendee.name);
    return this.asked
      .all()
      .some((one) => one.name === null && one.callId === metadata.callbook_call_id && one.wish === wish);
  }
}

export function isLive({ status }: Pick<Booking, 'status'>): boolean {
  return status === 'ACCEPTED' || status === 'PENDING';
}

type Slot = Pick<Booking, 'eventTypeId' | 'start'>;

/** Whether a booking there is one of those the wish takes, whosever it is. */
export function isPartOf(slot: Slot, wish: Wish): boolean {
  return (offers[wish.offer] as Offer).parts.some((part) => isPart(slot, wish, part));
}

function isPart({ eventTypeId, start }: Slot, wish: Wish, part: Offer['parts'][number]): boolean {
  return part.eventTypeIds.includes(eventTypeId) && start === wish.startMs + part.offsetMinutes * 60_000;
}
