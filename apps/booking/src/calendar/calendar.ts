import type { BookingStatus, Host, HostMissingReason, Language, RefusalReason } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';

/** What is asked of the calendar. Everything in it was decided before. */
export interface BookingOrder {
  readonly company: string;
  /** Stands in the booking's metadata: the only proof that a booking is ours. */
  readonly requestId: string;
  readonly retellCallId: string;
  readonly eventTypeId: number;
  readonly start: Date;
  readonly attendee: { readonly name: string; readonly email: string | null; readonly phone: string | null };
  readonly timeZone: string;
  readonly language: Language;
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

/** How an order ended, as far as can be told. */
export type OrderAnswer =
  | { readonly kind: 'booked'; readonly booking: CalendarBooking }
  /** No booking exists, and asking again will not change that. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly providerText: string }
  /** No booking exists, for the order was not taken at all; it may be later. */
  | { readonly kind: 'not_taken'; readonly code: string; readonly message: string; readonly retryAfterMs?: number }
  /** A booking may exist: look before booking again. */
  | { readonly kind: 'unclear'; readonly providerText: string };

/** The calendar could not be looked at now: it is away, overloaded, or does not accept our credential. */
export class CalendarUnavailable extends RetryableError {}

/** The company's calendar. Rejects only when a look-up cannot be made. */
export abstract class Calendar {
  abstract book(order: BookingOrder): Promise<OrderAnswer>;

  /**
   * The booking that carries this request id, whatever its state; undefined when none shows. A booking made a moment ago
   * may not show yet.
   * @throws CalendarUnavailable
   */
  abstract find(
    order: Pick<BookingOrder, 'company' | 'requestId' | 'eventTypeId' | 'start'>,
  ): Promise<CalendarBooking | undefined>;

  /**
   * One booking by its uid; undefined when the calendar has none of that uid.
   * @throws CalendarUnavailable
   */
  abstract get(company: string, uid: string): Promise<CalendarBooking | undefined>;
}
