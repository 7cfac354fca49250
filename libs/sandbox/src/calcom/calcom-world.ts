import { type SandboxClock } from '../sandbox-clock';
import { BASE58, type SandboxIds } from '../sandbox-ids';
import { type CalcomEventType, type CalcomHost, type SandboxSeed } from '../seed/seed';
import { type Booking, type BookingContact, blocksTheHost, type Metadata, overlaps, storedEmail } from './booking';
import { bookingConflict, bookingNotFound, emailRequired, inThePast, outOfBounds, slotTaken } from './refusals';
import { StaleReads } from './stale-reads';
import { worksDuring } from './working-hours';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface BookingRequest {
  eventType: CalcomEventType;
  start: number;
  attendee: BookingContact;
  guests?: string[];
  metadata: Metadata;
  responses: Record<string, unknown>;
  allowConflicts?: boolean;
  allowOutOfBounds?: boolean;
  /** The booking this one takes the place of: its host keeps the work, and its time counts as free. */
  moves?: Booking;
  /** True: accepted at once although the event type requires confirmation. */
  confirmed?: boolean;
}

/** A request that passed every check. The slot is not held: another one may be inserted in between. */
export interface CheckedBooking extends BookingRequest {
  host: CalcomHost;
  end: number;
}

/**
 * The simulated calendar: the rows, and what must hold when one is added. Clock and ids are given, nothing here waits
 * or talks to anybody, so the same seed and the same calls in the same order always give the same bookings.
 */
export class CalcomWorld {
  private rows: Booking[] = [];
  private readonly byUid = new Map<string, Booking>();
  /** Each row as it was before its last change; a new one is not here. */
  private readonly before = new Map<string, Booking>();
  private readonly stale = new StaleReads();

  constructor(
    readonly seed: SandboxSeed['calcom'],
    readonly clock: SandboxClock,
    private readonly ids: SandboxIds,
  ) {}

  get bookings(): readonly Booking[] {
    return this.rows;
  }

  /** The bookings as GET and list see them: some may lag behind. */
  get readable(): readonly Booking[] {
    return this.stale.of(this.rows, this.clock.now().getTime());
  }

  find(uid: string): Booking {
    const booking = this.byUid.get(uid);
    if (!booking) throw bookingNotFound(uid);
    return booking;
  }

  read(uid: string): Booking {
    const [booking] = this.stale.of([this.find(uid)], this.clock.now().getTime());
    if (!booking) throw bookingNotFound(uid);
    return booking;
  }

  host(id: number): CalcomHost {
    const host = this.seed.hosts.find((candidate) => candidate.id === id);
    if (!host) throw new Error(`The sandbox seed has no host ${id}`);
    return host;
  }

  eventType(id: number): CalcomEventType | undefined {
    return this.seed.eventTypes.find((candidate) => candidate.id === id);
  }

  /** Everything Cal.com checks before it writes. Between this and `insert` the real service asks live calendars. */
  check(request: BookingRequest): CheckedBooking {
    const { eventType, start, moves } = request;
    const now = this.clock.now().getTime();
    const host = this.host(moves?.hostId ?? eventType.hostId);
    const end = start + eventType.lengthInMinutes * MINUTE;

    if (eventType.emailRequired && !request.attendee.email) throw emailRequired();
    if (start < now) throw inThePast();
    if (!request.allowOutOfBounds) {
      const earliest = now + (eventType.minimumBookingNotice ?? 0) * MINUTE;
      const latest = now + (eventType.bookingWindowDays ?? Infinity) * DAY;
      if (start < earliest || start > latest) throw outOfBounds();
    }
    if (!request.allowConflicts && !this.isFree(host, start, end, moves)) throw slotTaken();
    return { ...request, host, end };
  }

  /**
   * Writes the row, and in the same transaction ends the one it takes the place of. Only an identical host, start and
   * end is refused here, which is Cal.com's one lock.
   */
  insert(checked: CheckedBooking, details: Partial<Booking> = {}): Booking {
    const { eventType, host, start, end, attendee, moves } = checked;
    const status = eventType.requiresConfirmation && !checked.confirmed ? 'PENDING' : 'ACCEPTED';
    const isTwin = (row: Booking) =>
      row !== moves && blocksTheHost(row) && row.hostId === host.id && row.start === start && row.end === end;
    if (status === 'ACCEPTED' && this.rows.some(isTwin)) throw bookingConflict();

    const email = storedEmail(attendee);
    const now = this.clock.now().getTime();
    const uid = this.ids.text(22, BASE58);
    const booking: Booking = {
      id: this.ids.number(),
      uid,
      eventTypeId: eventType.id,
      hostId: host.id,
      title: titleOf(eventType, host, attendee.name),
      status,
      start,
      end,
      attendee: { ...attendee, email },
      guests: checked.guests,
      location: eventType.address,
      metadata: checked.metadata,
      responses: { ...checked.responses, name: attendee.name, email },
      cancellationReason: '',
      cancelledByEmail: '',
      createdAt: now,
      updatedAt: now,
      icsUid: `${uid}@calcom.sandbox.example`,
      iCalSequence: 0,
      ...details,
    };
    if (moves) this.change(moves, { status: 'CANCELLED', rescheduledToUid: uid });
    this.rows.push(booking);
    this.byUid.set(uid, booking);
    return booking;
  }

  change(booking: Booking, changes: Partial<Booking>): Booking {
    this.before.set(booking.uid, { ...booking });
    return Object.assign(booking, changes, { updatedAt: this.clock.now().getTime() });
  }

  /** For so long readers see the booking as it was before its last change: not at all, if it is new. */
  hideLastChange(uid: string, milliseconds: number): void {
    this.stale.hold(uid, this.before.get(uid), this.clock.now().getTime() + milliseconds);
  }

  /** For so long readers see the booking as it is now, whatever happens to it next. */
  hideNextChange(uid: string, milliseconds: number): void {
    this.stale.hold(uid, this.byUid.get(uid), this.clock.now().getTime() + milliseconds);
  }

  /** Forgets every booking. The ids go on: whoever still remembers an old uid must not meet it again. */
  reset(): void {
    this.rows = [];
    this.byUid.clear();
    this.before.clear();
  }

  private isFree(host: CalcomHost, start: number, end: number, except?: Booking): boolean {
    const isInTheWay = (row: Booking) =>
      row !== except && row.hostId === host.id && blocksTheHost(row) && overlaps(row, start, end);
    return !this.rows.some(isInTheWay) && worksDuring(host, start, end);
  }
}

export const titleOf = ({ title }: CalcomEventType, host: CalcomHost, attendeeName: string): string =>
  `${title} between ${host.name} and ${attendeeName}`;
