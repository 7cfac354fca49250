import { type SandboxClock } from '../sandbox-clock';
import { BASE58, type SandboxIds } from '../sandbox-ids';
import { type CalcomEventType } from '../seed/event-type';
import { type CalcomHost, type CalcomTeam, type SandboxSeed } from '../seed/seed';
import { type Author } from './author';
import { type Booking, blocksItsHosts, isHostedBy, overlaps, storedEmail } from './booking';
import { BookingHistory, type ChangeKind } from './booking-history';
import { type CheckedBooking } from './changes/booking-request';
import { bookingConflict, bookingNotFound } from './refusals';
import { Reservations } from './slots/reservations';
import { StaleReads } from './stale-reads';
import { worksDuring } from './working-hours';

/**
 * The simulated calendar: the rows, and what must hold when one is added. Clock and ids are given, nothing here waits
 * or talks to anybody, so the same seed and the same calls in the same order always give the same bookings.
 */
export class CalcomWorld {
  private rows: Booking[] = [];
  private readonly byUid = new Map<string, Booking>();
  private readonly stale = new StaleReads();
  /** Every change there ever was, with its author. */
  readonly history = new BookingHistory();
  readonly reservations: Reservations;

  constructor(
    readonly seed: SandboxSeed['calcom'],
    readonly clock: SandboxClock,
    readonly ids: SandboxIds,
  ) {
    this.reservations = new Reservations(ids);
  }

  get now(): number {
    return this.clock.now().getTime();
  }

  get bookings(): readonly Booking[] {
    return this.rows;
  }

  /** The bookings as readers see them who lag so many milliseconds behind; some may be hidden longer. */
  readable(lagMs = 0): readonly Booking[] {
    const now = this.now;
    const rows = lagMs > 0 ? this.rows.flatMap((row) => this.history.asOf(row.uid, now - lagMs) ?? []) : this.rows;
    return this.stale.of(rows, now);
  }

  find(uid: string): Booking {
    const booking = this.byUid.get(uid);
    if (!booking) throw bookingNotFound(uid);
    return booking;
  }

  /** As a reader sees it. */
  read(uid: string, lagMs = 0): Booking {
    const row = this.find(uid);
    const seen = lagMs > 0 ? this.history.asOf(uid, this.now - lagMs) : row;
    const [booking] = this.stale.of(seen ? [seen] : [], this.now);
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

  teamOf(eventType: CalcomEventType | undefined): CalcomTeam | undefined {
    return this.seed.teams.find(({ id }) => id === eventType?.team?.teamId);
  }

  /** A booking in the way is one that holds its time; those that wait for confirmation do not. */
  isFree(host: CalcomHost, start: number, end: number, except?: Booking): boolean {
    const isInTheWay = (row: Booking) =>
      row !== except && isHostedBy(row, host.id) && blocksItsHosts(row) && overlaps(row, start, end);
    return !this.rows.some(isInTheWay) && worksDuring(host, start, end);
  }

  /**
   * Writes the row, and in the same transaction ends the one it takes the place of. Only an identical host, start and
   * end is refused here, which is Cal.com's one lock.
   */
  insert(checked: CheckedBooking, author: Author, details: Partial<Booking> = {}): Booking {
    const { eventType, host, start, end, attendee, moves } = checked;
    const status = eventType.requiresConfirmation && !checked.confirmed ? 'PENDING' : 'ACCEPTED';
    const isTwin = (row: Booking) =>
      row !== moves && row.idempotent && row.hostId === host.id && row.start === start && row.end === end;
    if (status === 'ACCEPTED' && this.rows.some(isTwin)) throw bookingConflict();

    const email = storedEmail(attendee, eventType.emailHidden);
    const uid = this.ids.text(22, BASE58);
    const booking: Booking = {
      id: this.ids.number(),
      uid,
      eventTypeId: eventType.id,
      hostId: host.id,
      coHostIds: checked.coHostIds,
      title: titleOf(eventType, host, attendee.name),
      status,
      start,
      end,
      attendee: { ...attendee, email },
      guests: checked.guests,
      location: checked.location ?? eventType.address,
      metadata: checked.metadata,
      responses: { ...checked.responses, name: attendee.name, email },
      cancellationReason: '',
      cancelledByEmail: '',
      createdAt: this.now,
      updatedAt: this.now,
      icsUid: `${uid}@calcom.sandbox.example`,
      iCalSequence: 0,
      idempotent: status === 'ACCEPTED',
      ...(eventType.seats && { seatUid: this.ids.text(22, BASE58) }),
      ...details,
    };
    // Who looks for what became of a booking that was moved twice at once finds the first.
    if (moves)
      this.change(moves, 'moved', author, { status: 'CANCELLED', rescheduledToUid: moves.rescheduledToUid ?? uid });
    this.rows.push(booking);
    this.byUid.set(uid, booking);
    this.history.add({ at: this.now, what: 'booked', by: author, booking });
    return booking;
  }

  change(booking: Booking, what: ChangeKind, by: Author, changes: Partial<Booking>): Booking {
    const ends = changes.status === 'CANCELLED' || changes.status === 'REJECTED';
    Object.assign(booking, { updatedAt: this.now }, changes, ends && { idempotent: false });
    this.history.add({ at: this.now, what, by, booking });
    return booking;
  }

  /** For so long readers see the booking as it was before its last change: not at all, if it is new. */
  hideLastChange(uid: string, milliseconds: number): void {
    this.stale.hold(uid, this.history.beforeLast(uid), this.now + milliseconds);
  }

  /** For so long readers see the booking as it is now, whatever happens to it next. */
  hideNextChange(uid: string, milliseconds: number): void {
    this.stale.hold(uid, this.byUid.get(uid), this.now + milliseconds);
  }

  /** Forgets every booking and reservation. The ids go on: whoever still remembers an old uid must not meet it again. */
  reset(): void {
    this.rows = [];
    this.byUid.clear();
    this.history.clear();
    this.reservations.clear();
  }
}

export const titleOf = ({ title }: CalcomEventType, host: CalcomHost, attendeeName: string): string =>
  `${title} between ${host.name} and ${attendeeName}`;
