import {
  Calendar,
  type CalendarBooking,
  type ChangeAnswer,
  type FreeSlots,
  type MovedBooking,
  type OrderAnswer,
  type OrderMark,
} from '../../src/calendar/calendar';

type Times = Pick<CalendarBooking, 'askedAt' | 'answeredAt'>;
/** A booking as the calendar holds it; when it was told is added to each answer. */
export type HeldBooking = Omit<CalendarBooking, keyof Times>;

/** A calendar that shows exactly what a test put into it. */
export class ScriptedCalendar extends Calendar {
  readonly held = new Map<string, HeldBooking>();
  /** Uids that were looked at, in order. */
  readonly looks: string[] = [];
  /** Runs before the question is asked. */
  beforeLooking: () => void | Promise<void> = () => undefined;
  /** Runs between question and answer; may throw in place of the answer. */
  whileLooking: () => void | Promise<void> = () => undefined;

  constructor(private readonly now: () => Date) {
    super();
  }

  hold(...bookings: readonly HeldBooking[]): void {
    for (const booking of bookings) this.held.set(booking.uid, booking);
  }

  async get(_company: string, uid: string): Promise<CalendarBooking | undefined> {
    await this.beforeLooking();
    this.looks.push(uid);
    const askedAt = this.now();
    const booking = this.held.get(uid);
    await this.whileLooking();
    return booking && { ...booking, askedAt, answeredAt: this.now() };
  }

  async findAll({ requestId }: OrderMark): Promise<CalendarBooking[]> {
    return this.shown(({ metadata }) => metadata.callbook_request_id === requestId);
  }

  async successorsOf({ uid }: MovedBooking): Promise<CalendarBooking[]> {
    return this.shown(({ rescheduledFromUid }) => rescheduledFromUid === uid);
  }

  async cancel(_company: string, uid: string): Promise<ChangeAnswer> {
    const booking = this.held.get(uid);
    if (!booking) throw new Error(`there is no booking ${uid}`);
    this.hold({ ...booking, status: 'cancelled', updatedAt: this.now() });
    const [cancelled] = this.shown((held) => held.uid === uid);
    return { kind: 'changed', booking: cancelled as CalendarBooking };
  }

  async admit(): Promise<void> {}

  book(): Promise<OrderAnswer> {
    throw new Error('a look books nothing');
  }

  reschedule(): Promise<ChangeAnswer> {
    throw new Error('a look moves nothing');
  }

  freeSlots(): Promise<FreeSlots> {
    throw new Error('a look asks for no slots');
  }

  private shown(which: (booking: HeldBooking) => boolean): CalendarBooking[] {
    const times = { askedAt: this.now(), answeredAt: this.now() };
    return [...this.held.values()].filter(which).map((booking) => ({ ...booking, ...times }));
  }
}

const start = new Date('2026-11-26T09:00:00Z');

/** Half an hour with Mehmet, accepted. */
export function held(uid: string, difference: Partial<HeldBooking> = {}): HeldBooking {
  return {
    id: 501,
    uid,
    status: 'accepted',
    eventTypeId: 2001,
    start,
    end: new Date((difference.start ?? start).getTime() + 1_800_000),
    host: { id: 1002, name: 'Mehmet Kaya', email: 'mehmet.kaya@salon-lindenhof.example', timeZone: 'Europe/Berlin' },
    hostMissingReason: null,
    absence: null,
    attendee: { name: 'Erika Muster', email: 'erika@kunde.example', phone: null, timeZone: 'Europe/Berlin' },
    location: null,
    metadata: {},
    rescheduledFromUid: null,
    rescheduledToUid: null,
    createdAt: new Date('2026-11-21T10:00:00Z'),
    updatedAt: new Date('2026-11-21T10:00:00Z'),
    ...difference,
  };
}

/** The bookings of an appointment that was moved: each next one an hour later, the last accepted. */
export function heldChain(...uids: readonly string[]): HeldBooking[] {
  return uids.map((uid, index) => {
    const next = uids[index + 1] ?? null;
    return held(uid, {
      id: 501 + index,
      start: new Date(start.getTime() + index * 3_600_000),
      status: next ? 'cancelled' : 'accepted',
      rescheduledFromUid: uids[index - 1] ?? null,
      rescheduledToUid: next,
      createdAt: new Date(Date.UTC(2026, 10, 21, 10, index)),
      updatedAt: new Date(Date.UTC(2026, 10, 21, 10, index + (next ? 1 : 0))),
    });
  });
}
