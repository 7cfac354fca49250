import { type SandboxClock } from '../sandbox-clock';
import { BASE58, type SandboxIds } from '../sandbox-ids';
import { type CalcomEventType, type CalcomHost, type SandboxSeed } from '../seed/seed';
import { type Booking, type BookingAttendee, blocksTheHost, type Metadata, overlaps } from './booking';
import {
  alreadyCancelled,
  alreadyEnded,
  bookingConflict,
  bookingNotFound,
  emailRequired,
  inThePast,
  outOfBounds,
  slotTaken,
} from './refusals';
import { worksDuring } from './working-hours';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface BookingRequest {
  eventType: CalcomEventType;
  start: number;
  attendee: Omit<BookingAttendee, 'email'> & { email?: string };
  guests?: string[];
  metadata: Metadata;
  responses: Record<string, unknown>;
  allowConflicts?: boolean;
  allowOutOfBounds?: boolean;
}

/** A request that passed every check. The slot is not held: another one may be inserted in between. */
export interface CheckedBooking extends BookingRequest {
  host: CalcomHost;
  end: number;
}

/**
 * The simulated calendar. Clock and ids are given, nothing here waits or talks to anybody, so the same seed and the
 * same calls in the same order always give the same bookings.
 */
export class CalcomWorld {
  private rows: Booking[] = [];

  constructor(
    readonly seed: SandboxSeed['calcom'],
    readonly clock: SandboxClock,
    private readonly ids: SandboxIds,
  ) {}

  get bookings(): readonly Booking[] {
    return this.rows;
  }

  find(uid: string): Booking {
    const booking = this.rows.find((row) => row.uid === uid);
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
    const { eventType, start } = request;
    const now = this.clock.now().getTime();
    const host = this.host(eventType.hostId);
    const end = start + eventType.lengthInMinutes * MINUTE;

    if (eventType.emailRequired && !request.attendee.email) throw emailRequired();
    if (start < now) throw inThePast();
    if (!request.allowOutOfBounds) {
      const earliest = now + (eventType.minimumBookingNotice ?? 0) * MINUTE;
      const latest = now + (eventType.bookingWindowDays ?? Infinity) * DAY;
      if (start < earliest || start > latest) throw outOfBounds();
    }
    if (!request.allowConflicts && !this.isFree(host, start, end)) throw slotTaken();
    return { ...request, host, end };
  }

  /** Writes the row. Only an identical host, start and end is refused here, which is Cal.com's one lock. */
  insert(checked: CheckedBooking): Booking {
    const { eventType, host, start, end, attendee } = checked;
    const twin = this.rows.find(
      (row) => row.status === 'ACCEPTED' && row.hostId === host.id && row.start === start && row.end === end,
    );
    if (twin) throw bookingConflict();

    const email = attendee.email || smsAddress(attendee.phoneNumber ?? '');
    const now = this.clock.now().getTime();
    const booking: Booking = {
      id: this.ids.number(),
      uid: this.ids.text(22, BASE58),
      eventTypeId: eventType.id,
      hostId: host.id,
      title: `${eventType.title} between ${host.name} and ${attendee.name}`,
      status: 'ACCEPTED',
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
      iCalSequence: 0,
    };
    this.rows.push(booking);
    return booking;
  }

  /** Throws if this booking cannot be cancelled (any more). */
  checkCancellable(uid: string): Booking {
    const booking = this.find(uid);
    if (booking.status === 'CANCELLED') throw alreadyCancelled(uid);
    if (booking.end <= this.clock.now().getTime()) throw alreadyEnded();
    return booking;
  }

  cancel(uid: string, reason: string, cancelledByEmail: string): Booking {
    const booking = this.checkCancellable(uid);
    booking.status = 'CANCELLED';
    booking.cancellationReason = reason;
    booking.cancelledByEmail = cancelledByEmail;
    booking.iCalSequence += 1;
    booking.updatedAt = this.clock.now().getTime();
    return booking;
  }

  /** Forgets every booking. The ids go on: whoever still remembers an old uid must not meet it again. */
  reset(): void {
    this.rows = [];
  }

  private isFree(host: CalcomHost, start: number, end: number): boolean {
    const busy = this.rows.some((row) => row.hostId === host.id && blocksTheHost(row) && overlaps(row, start, end));
    return !busy && worksDuring(host, start, end);
  }
}

/** The address Cal.com stores for an attendee known only by phone. */
const smsAddress = (phoneNumber: string): string => `${phoneNumber.replace(/\D/g, '')}@sms.cal.com`;
