import { type CalcomBooking, CalcomError, CalcomRateLimited } from '@callbook/calcom-client';
import {
  type BookingOrder,
  Calendar,
  type CalendarBooking,
  CalendarUnavailable,
  type ChangeAnswer,
  type FreeSlots,
  type MovedBooking,
  type NotTaken,
  type OrderAnswer,
  type OrderMark,
  type RequestShare,
} from './calendar';
import { toCalendarBooking } from './calendar-booking';
import type { CalcomAccount } from './company-clients';
import { failureOf, sayUnavailable } from './failed-calls';
import { byAge, carries, metadataOf, nearMs, replaces } from './order-mark';
import { changeRefusalReasonOf, refusalReasonOf } from './refusal-reasons';

/** The account for a company's API key. */
export type AccountOf = (company: string) => CalcomAccount;

/** Cal.com as the company's calendar: says what its answers mean. */
export class CalcomCalendar extends Calendar {
  constructor(private readonly accountOf: AccountOf) {
    super();
  }

  async admit(company: string, share: RequestShare): Promise<void> {
    await this.admitted(company, share);
  }

  async book(order: BookingOrder): Promise<OrderAnswer> {
    const account = this.accountOrNot(order.company);
    if ('kind' in account) return account;
    const { name, email, phone } = order.attendee;
    try {
      const booking = await account.client.createBooking({
        eventTypeId: order.eventTypeId,
        start: order.start,
        attendee: {
          name,
          timeZone: order.timeZone,
          language: order.language,
          ...(email && { email }),
          ...(phone && { phoneNumber: phone }),
        },
        metadata: metadataOf(order),
        ...(order.hostSubset && { hostSubset: order.hostSubset }),
      });
      return { kind: 'booked', booking: toCalendarBooking(booking, order.eventTypeId) };
    } catch (error) {
      return failureOf(error, refusalReasonOf);
    }
  }

  cancel(company: string, uid: string, reason: string): Promise<ChangeAnswer> {
    return this.change(company, ({ client }) => client.cancelBooking(uid, { reason }));
  }

  reschedule(
    company: string,
    uid: string,
    { start, reason, hostSubset }: Parameters<Calendar['reschedule']>[2],
  ): Promise<ChangeAnswer> {
    return this.change(company, ({ client }) =>
      client.rescheduleBooking(uid, { start, ...(reason && { reason }), ...(hostSubset && { hostSubset }) }),
    );
  }

  findAll(mark: OrderMark, share: RequestShare): Promise<CalendarBooking[]> {
    return this.startingThen(mark, share, (booking) => carries(booking, mark));
  }

  successorsOf(moved: MovedBooking, share: RequestShare): Promise<CalendarBooking[]> {
    return this.startingThen(moved, share, (booking) => replaces(booking, moved));
  }

  async get(company: string, uid: string, share: RequestShare = 'hints'): Promise<CalendarBooking | undefined> {
    const { client } = await this.admitted(company, share);
    const booking = await client.getBooking(uid).catch(sayUnavailable);
    return booking && toCalendarBooking(booking);
  }

  async freeSlots(
    company: string,
    { eventTypeId, hostSubset, from, to }: Parameters<Calendar['freeSlots']>[1],
  ): Promise<FreeSlots> {
    const { client } = await this.admitted(company, 'live_reads');
    try {
      const subset = hostSubset && { hostSubset };
      const offered = await client.freeSlots({ eventTypeId, start: from, end: to, ...subset });
      // Cal.com may answer beyond the range.
      return { eventTypeId, hostSubset, starts: offered.filter((start) => start >= from && start < to) };
    } catch (error) {
      // Whatever the answer was, it does not say what is free.
      if (error instanceof CalcomError)
        throw new CalendarUnavailable('calcom_no_slots', error.message, {
          cause: error,
          retryAfterMs: error instanceof CalcomRateLimited ? error.resetMs : undefined,
        });
      throw error;
    }
  }

  /** By start alone: Cal.com cannot search metadata, status changes, and e-mail addresses are rewritten. */
  private async startingThen(
    { company, eventTypeId, start }: Pick<OrderMark, 'company' | 'eventTypeId' | 'start'>,
    share: RequestShare,
    isWanted: (booking: CalcomBooking) => boolean,
  ): Promise<CalendarBooking[]> {
    const { client, take } = await this.admitted(company, share);
    const pages = client.bookingPages({
      eventTypeIds: [eventTypeId],
      afterStart: new Date(start.getTime() - nearMs),
      beforeEnd: new Date(start.getTime() + longestBookingMs),
    });
    const found = new Map<string, CalcomBooking>();
    try {
      for await (const { bookings, hasNextPage } of pages) {
        for (const booking of bookings) if (isWanted(booking)) found.set(booking.uid, booking);
        // By start: what comes after this one begins later still.
        const last = bookings.at(-1);
        if (last && last.start.getTime() > start.getTime() + nearMs) break;
        if (hasNextPage) await take(share);
      }
    } catch (error) {
      sayUnavailable(error);
    }
    return [...found.values()].toSorted(byAge).map((booking) => toCalendarBooking(booking, eventTypeId));
  }

  private async change(
    company: string,
    send: (account: CalcomAccount) => Promise<CalcomBooking>,
  ): Promise<ChangeAnswer> {
    const account = this.accountOrNot(company);
    if ('kind' in account) return account;
    try {
      return { kind: 'changed', booking: toCalendarBooking(await send(account)) };
    } catch (error) {
      return failureOf(error, changeRefusalReasonOf);
    }
  }

  /** Nothing that is certain to fail takes a request from the budget. */
  private async admitted(company: string, share: RequestShare): Promise<CalcomAccount> {
    const account = this.accountOrNot(company);
    if ('kind' in account) throw new CalendarUnavailable(account.code, account.message);
    const openForMs = account.client.breakerOpenForMs;
    if (openForMs > 0) {
      throw new CalendarUnavailable('calcom_breaker_open', `${company}: Cal.com failed too often lately`, {
        retryAfterMs: Math.ceil(openForMs),
      });
    }
    await account.take(share);
    return account;
  }

  private accountOrNot(company: string): CalcomAccount | NotTaken {
    try {
      return this.accountOf(company);
    } catch (error) {
      // Without a key nothing can be sent: it waits until somebody repairs the configuration.
      return { kind: 'not_taken', code: 'calcom_not_configured', message: (error as Error).message };
    }
  }
}

/** Only bounds the list: an appointment is over within a day. */
const longestBookingMs = 24 * 60 * 60_000;
