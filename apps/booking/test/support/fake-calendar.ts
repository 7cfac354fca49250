import {
  type BookingOrder,
  Calendar,
  type CalendarBooking,
  type ChangeAnswer,
  type FreeSlots,
  type MovedBooking,
  type OrderAnswer,
  type OrderMark,
} from '../../src/calendar/calendar';

type MoveWish = Parameters<Calendar['reschedule']>[2];
type Held = Omit<CalendarBooking, 'askedAt' | 'answeredAt'>;

/** A calendar in memory that keeps every booking ever made, and does what a test asks of it while it is asked. */
export class FakeCalendar extends Calendar {
  readonly orders: BookingOrder[] = [];
  readonly cancellations: { readonly uid: string; readonly reason: string }[] = [];
  readonly moves: ({ readonly uid: string } & MoveWish)[] = [];
  readonly looks: OrderMark[] = [];
  private readonly bookings: Held[] = [];
  /** Uids that a look by uid does not find. */
  readonly hidden = new Set<string>();
  /** What becomes of the next orders, one after the other; then they are booked. */
  readonly script: ((order: BookingOrder) => OrderAnswer | Promise<OrderAnswer>)[] = [];
  /** What becomes of the next moves, one after the other; then they are made. */
  readonly moveScript: ((uid: string, wish: MoveWish) => ChangeAnswer | Promise<ChangeAnswer>)[] = [];
  /** Runs before a look is answered; may throw in place of the answer. */
  whileLooking: () => void | Promise<void> = () => undefined;
  whileBooking: (order: BookingOrder) => OrderAnswer | undefined = () => undefined;
  whileCancelling: (uid: string) => ChangeAnswer | undefined | Promise<ChangeAnswer | undefined> = () => undefined;
  hostless: 'nowhere' | 'post' | 'everywhere' = 'nowhere';

  constructor(private readonly now: () => Date) {
    super();
  }

  get live(): Held[] {
    return this.bookings.filter(({ status }) => status === 'accepted' || status === 'pending');
  }

  /** Puts a booking into the calendar as the order would have. */
  insert(order: BookingOrder, difference: Partial<Held> = {}): CalendarBooking {
    const uid = `uid-${this.bookings.length + 1}`;
    const host = {
      id: 1002,
      name: 'Mehmet Kaya',
      email: 'mehmet.kaya@salon-lindenhof.example',
      timeZone: 'Europe/Berlin',
    };
    const held: Held = {
      id: 500 + this.bookings.length,
      uid,
      status: 'accepted',
      eventTypeId: order.eventTypeId,
      start: order.start,
      end: new Date(order.start.getTime() + 1_800_000),
      host: this.hostless === 'everywhere' ? null : host,
      hostMissingReason: this.hostless === 'everywhere' ? 'sentinel_host' : null,
      absence: null,
      attendee: { ...order.attendee, timeZone: order.timeZone },
      location: null,
      metadata: {
        callbook_request_id: order.requestId,
        callbook_call_id: order.retellCallId,
        ...(order.segment !== null && { callbook_segment: order.segment }),
      },
      rescheduledFromUid: null,
      rescheduledToUid: null,
      createdAt: this.now(),
      updatedAt: this.now(),
      ...difference,
    };
    this.bookings.push(held);
    return this.shown(held);
  }

  change(uid: string, difference: Partial<Held>): void {
    const index = this.bookings.findIndex((booking) => booking.uid === uid);
    this.bookings[index] = { ...(this.bookings[index] as Held), ...difference, updatedAt: this.now() };
  }

  async admit(): Promise<void> {}

  async book(order: BookingOrder): Promise<OrderAnswer> {
    this.orders.push(order);
    const next = this.script.shift();
    if (next) return next(order);
    const instead = this.whileBooking(order);
    if (instead) return instead;
    const booking = this.insert(order);
    return {
      kind: 'booked',
      booking: this.hostless === 'post' ? { ...booking, host: null, hostMissingReason: 'no_host' } : booking,
    };
  }

  async cancel(_company: string, uid: string, reason: string): Promise<ChangeAnswer> {
    this.cancellations.push({ uid, reason });
    const instead = await this.whileCancelling(uid);
    if (instead) return instead;
    const booking = this.bookings.find((held) => held.uid === uid);
    if (!booking || booking.status === 'cancelled') {
      return { kind: 'refused', reason: 'not_allowed', providerText: `Can't cancel booking with uid=${uid}` };
    }
    this.change(uid, { status: 'cancelled' });
    return { kind: 'changed', booking: this.shown({ ...booking, status: 'cancelled' }) };
  }

  /** As Cal.com does it: another booking takes the place of the old one, which is cancelled. */
  async reschedule(_company: string, uid: string, wish: MoveWish): Promise<ChangeAnswer> {
    this.moves.push({ uid, ...wish });
    const next = this.moveScript.shift();
    if (next) return next(uid, wish);
    const old = this.bookings.find((held) => held.uid === uid);
    if (!old)
      return { kind: 'refused', reason: 'appointment_unknown', providerText: `Booking with uid=${uid} was not found` };
    if (old.status === 'cancelled' || old.status === 'rejected') {
      const moved = old.rescheduledToUid ? ` and rescheduled already to booking with uid=${old.rescheduledToUid}` : '';
      const providerText = `Can't reschedule booking with uid=${uid} because it has been cancelled${moved}`;
      return { kind: 'refused', reason: 'appointment_ended', providerText };
    }
    return { kind: 'changed', booking: this.move(uid, wish.start) };
  }

  /** Moves as the calendar itself would; it does not mind that the booking was moved already. */
  move(uid: string, start: Date, difference: Partial<Held> = {}): CalendarBooking {
    const old = this.bookings.find((held) => held.uid === uid)!;
    const length = old.end.getTime() - old.start.getTime();
    const moved: Held = {
      ...old,
      id: 500 + this.bookings.length,
      uid: `uid-${this.bookings.length + 1}`,
      status: 'accepted',
      start,
      end: new Date(start.getTime() + length),
      rescheduledFromUid: uid,
      rescheduledToUid: null,
      createdAt: this.now(),
      updatedAt: this.now(),
      ...difference,
    };
    this.bookings.push(moved);
    this.change(uid, { status: 'cancelled', rescheduledToUid: moved.uid });
    return this.shown(moved);
  }

  async findAll(mark: OrderMark): Promise<CalendarBooking[]> {
    this.looks.push(mark);
    await this.whileLooking();
    return this.bookings
      .filter(({ metadata, start, eventTypeId }) => {
        const { callbook_request_id: requestId, callbook_segment: segment = null } = metadata;
        const isMarked = requestId === mark.requestId && segment === mark.segment && eventTypeId === mark.eventTypeId;
        return isMarked && start.getTime() === mark.start.getTime();
      })
      .map((held) => this.shown(held));
  }

  async successorsOf({ uid, eventTypeId, start }: MovedBooking): Promise<CalendarBooking[]> {
    await this.whileLooking();
    return this.bookings
      .filter((held) => held.rescheduledFromUid === uid && held.eventTypeId === eventTypeId)
      .filter((held) => held.start.getTime() === start.getTime())
      .map((held) => this.shown(held));
  }

  async get(_company: string, uid: string): Promise<CalendarBooking | undefined> {
    await this.whileLooking();
    const held = this.bookings.find((booking) => booking.uid === uid);
    return held && !this.hidden.has(uid) ? this.shown(held) : undefined;
  }

  /** The booking as it is, for an answer that a test gives itself. */
  shownOf(uid: string): CalendarBooking {
    return this.shown(this.bookings.find((booking) => booking.uid === uid)!);
  }

  async freeSlots(
    _company: string,
    wanted: { eventTypeId: number; hostSubset: readonly number[] | null },
  ): Promise<FreeSlots> {
    return { ...wanted, starts: [] };
  }

  private shown(held: Held): CalendarBooking {
    return { ...held, askedAt: this.now(), answeredAt: this.now() };
  }
}
