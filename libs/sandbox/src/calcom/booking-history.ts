import { type Author } from './author';
import { type Booking } from './booking';

export type ChangeKind = 'booked' | 'moved' | 'cancelled' | 'confirmed' | 'declined' | 'reassigned' | 'marked-absent';

/** One change of one booking. A move is two: the new booking is `booked`, the old one `moved`. */
export interface BookingChange {
  /** Counts the changes of the whole calendar from 1. */
  number: number;
  /** Epoch milliseconds. */
  at: number;
  what: ChangeKind;
  by: Author;
  /** As it stood afterwards; a copy. */
  booking: Booking;
}

/** Every change since the last reset: what was when, and who did it. */
export class BookingHistory {
  private readonly changes: BookingChange[] = [];
  private readonly byUid = new Map<string, BookingChange[]>();

  add(change: Omit<BookingChange, 'number'>): void {
    const numbered = { ...change, number: this.changes.length + 1, booking: { ...change.booking } };
    this.changes.push(numbered);
    this.byUid.set(change.booking.uid, [...this.of(change.booking.uid), numbered]);
  }

  all(): readonly BookingChange[] {
    return this.changes;
  }

  of(uid: string): readonly BookingChange[] {
    return this.byUid.get(uid) ?? [];
  }

  /** The booking as it was then; undefined if it did not exist yet. */
  asOf(uid: string, time: number): Booking | undefined {
    return this.of(uid).findLast(({ at }) => at <= time)?.booking;
  }

  /** Before its last change; undefined if that was its first. */
  beforeLast(uid: string): Booking | undefined {
    return this.of(uid).at(-2)?.booking;
  }

  clear(): void {
    this.changes.length = 0;
    this.byUid.clear();
  }
}
