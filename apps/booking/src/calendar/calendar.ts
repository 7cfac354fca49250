import type { Absence, BookingStatus, Host, HostMissingReason, Language, RefusalReason } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';

/** What is asked of the calendar. Everything in it was decided before. */
export interface BookingOrder {
  readonly company: string;
  /** Stands in the booking's metadata: the only proof that a booking is ours. */
  readonly requestId: string;
  /** Which part of a composite service; null for a service that is one booking. Stands in the metadata too. */
  readonly segment: string | null;
  readonly retellCallId: string;
  readonly eventTypeId: number;
  /** Cal.com user ids of those who may serve; null leaves it to the event type. */
  readonly hostSubset: readonly number[] | null;
  readonly start: Date;
  readonly attendee: { readonly name: string; readonly email: string | null; readonly phone: string | null };
  readonly timeZone: string;
  readonly language: Language;
}

/** What tells the bookings of one order from all others. */
export type OrderMark = Pick<BookingOrder, 'company' | 'requestId' | 'segment' | 'eventTypeId' | 'start'>;

/** A booking that was moved to another start. */
export interface MovedBooking extends Pick<OrderMark, 'company' | 'eventTypeId' | 'start'> {
  readonly uid: string;
}

/** A booking as the calendar tells it. */
export interface CalendarBooking {
  readonly id: number | null;
  readonly uid: string;
  readonly status: BookingStatus;
  readonly eventTypeId: number;
  readonly start: Date;
  readonly end: Date;
  readonly host: Host | null;
  readonly hostMissingReason: HostMissingReason | null;
  readonly attendee: {
    readonly name: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly timeZone: string | null;
  } | null;
  /** Null while nobody is marked as not having come. */
  readonly absence: Absence | null;
  readonly location: string | null;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
  /** A move makes a new booking with a new uid; these two are the chain. */
  readonly rescheduledFromUid: string | null;
  readonly rescheduledToUid: string | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  /** When the question was sent and when this answer had come: decides between answers that contradict each other. */
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

/** Nothing was done, for it was not taken at all; it may be later. */
export interface NotTaken {
  readonly kind: 'not_taken';
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number;
}

/** It may have been done: look before doing it again. `isServerError`: the calendar failed inside itself (5xx). */
export interface Unclear {
  readonly kind: 'unclear';
  readonly providerText: string;
  readonly isServerError: boolean;
}

/** How an order ended, as far as can be told. */
export type OrderAnswer =
  | { readonly kind: 'booked'; readonly booking: CalendarBooking }
  /** No booking exists by this order, and asking again will not change that. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly providerText: string }
  | NotTaken
  | Unclear;

/** How a move or a cancellation ended, as far as can be told. */
export type ChangeAnswer =
  /** The booking as it is now: of a move the new one, of a cancellation the same one, cancelled. */
  | { readonly kind: 'changed'; readonly booking: CalendarBooking }
  /** Refused in so many words. Look before saying so: an earlier try may have done it. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly providerText: string }
  | NotTaken
  | Unclear;

/** Who shares the requests a key may make in a minute. */
export type RequestShare = 'bookings' | 'live_reads' | 'hints' | 'reconciliation';

/** The calendar could not be looked at now: it is away, overloaded, or does not accept our credential. */
export class CalendarUnavailable extends RetryableError {}

/** A start that is free, for whom it was asked. */
export interface FreeSlots {
  readonly eventTypeId: number;
  readonly hostSubset: readonly number[] | null;
  readonly starts: readonly Date[];
}

/**
 * The company's calendar. Every question costs one of the requests the key may make in a minute: looks and slots take it by
 * themselves, for the share named; orders and changes do not, for theirs is taken before they are announced (`admit`).
 */
export abstract class Calendar {
  /**
   * Resolves when one request of this share may be sent now.
   * @throws CalendarUnavailable with the time to wait, when none may, or when nothing can be sent at present
   */
  abstract admit(company: string, share: RequestShare): Promise<void>;

  /** Never rejects for what the calendar does. Not idempotent. */
  abstract book(order: BookingOrder): Promise<OrderAnswer>;

  /** Never rejects for what the calendar does. @param reason always given: the calendar may demand one */
  abstract cancel(company: string, uid: string, reason: string): Promise<ChangeAnswer>;

  /** Never rejects for what the calendar does. One booking can be moved once: its successor has another uid. */
  abstract reschedule(
    company: string,
    uid: string,
    wish: { readonly start: Date; readonly reason: string | null; readonly hostSubset: readonly number[] | null },
  ): Promise<ChangeAnswer>;

  /**
   * Every booking that carries this order's marks and starts then, whatever its state, oldest first by (createdAt, id). A
   * booking made a moment ago may not show yet; one that was moved away shows with `rescheduledToUid`.
   * @throws CalendarUnavailable
   */
  abstract findAll(mark: OrderMark, share: RequestShare): Promise<CalendarBooking[]>;

  /**
   * Every booking that took the place of this one and starts then, whatever its state, oldest first by (createdAt, id): the
   * calendar may serve two moves of one booking, though the booking itself names only the last.
   * @throws CalendarUnavailable
   */
  abstract successorsOf(moved: MovedBooking, share: RequestShare): Promise<CalendarBooking[]>;

  /**
   * One booking by its uid; undefined when the calendar has none of that uid.
   * @param share default: hints
   * @throws CalendarUnavailable
   */
  abstract get(company: string, uid: string, share?: RequestShare): Promise<CalendarBooking | undefined>;

  /**
   * Free starts in [from, to), in order.
   * @throws CalendarUnavailable
   */
  abstract freeSlots(
    company: string,
    wanted: {
      readonly eventTypeId: number;
      readonly hostSubset: readonly number[] | null;
      readonly from: Date;
      readonly to: Date;
    },
  ): Promise<FreeSlots>;
}
