import { type CalcomBooking } from './bookings/calcom-booking';
import { createBookingBody, type CreateBookingInput } from './bookings/create-booking-input';
import { listBookingsQuery, type ListBookingsFilter } from './bookings/list-bookings-filter';
import { type CancelBookingInput, cancelBookingBody } from './bookings/cancel-booking-input';
import { bookingIn, bookingOrNothingIn, type CalcomBookingPage, pageIn } from './bookings/read-answers';
import { type RescheduleBookingInput, rescheduleBookingBody } from './bookings/reschedule-booking-input';
import { type CalcomEventType, type CalcomTeam } from './event-types/calcom-event-type';
import { eventTypeOrNothingIn, eventTypesIn, teamsIn } from './event-types/read-event-types';
import { CalcomUnclear, nothingAnswered } from './calcom-errors';
import { type CalcomAnswer } from './http/calcom-answer';
import { CalcomHttp } from './http/calcom-http';
import { type CalcomRequest } from './http/calcom-request';
import { type BreakerSettings, FaultBreaker } from './http/fault-breaker';
import { originOf } from './http/origin';
import { type RateLimitReading, rateLimitReading } from './http/rate-limit-reading';
import { measured } from './http/request-metrics';
import { freeSlotsQuery, type FreeSlotsQuestion } from './slots/free-slots-question';
import { slotsIn } from './slots/read-slots';

export interface CalcomClientOptions {
  /** Scheme, host and port, such as `https://api.cal.com`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** For one whole exchange, connecting and reading included. Default 60 s: Cal.com asks live calendars while booking. */
  readonly timeoutMs?: number;
  /** Hosts (with port, if any) a base URL may name. Default: whichever it names. */
  readonly allowedHosts?: readonly string[];
  readonly breaker?: Partial<BreakerSettings>;
  /** Told of every answer that says how many requests are left; the call it answers ends afterwards. Must not fail. */
  readonly onRateLimit?: (reading: RateLimitReading) => void | Promise<void>;
}

/**
 * Cal.com's API v2 for one API key. Knows HTTP and Cal.com's answers, not what they mean to a caller; repeats nothing by
 * itself. Every method rejects with one of the errors in `calcom-errors`; which one tells whether Cal.com may have acted.
 */
export class CalcomClient {
  private readonly http: CalcomHttp;
  private readonly breaker: FaultBreaker;
  private readonly onRateLimit: (reading: RateLimitReading) => void | Promise<void>;

  /** @throws TypeError for a base URL that is no origin or names a host not allowed, or an API key that fits no header */
  constructor({ baseUrl, apiKey, timeoutMs = 60_000, allowedHosts, breaker, onRateLimit }: CalcomClientOptions) {
    if (!/^[\x21-\x7e]+$/.test(apiKey))
      throw new TypeError('The Cal.com API key is empty or has characters no header can carry');
    this.http = new CalcomHttp({ origin: originOf(baseUrl, allowedHosts), apiKey, timeoutMs });
    this.breaker = new FaultBreaker({ ...breaker, timeoutMs });
    this.onRateLimit = onRateLimit ?? (() => undefined);
  }

  /** Milliseconds until the breaker lets a request through again; 0 while it does. */
  get breakerOpenForMs(): number {
    return this.breaker.openForMs;
  }

  /**
   * Books. Not idempotent: Cal.com has no idempotency key. Only CalcomUnclear leaves open whether a booking exists.
   * The booking in the answer may be another caller's, if the event type lets equal attendees share: compare its metadata.
   */
  async createBooking(input: CreateBookingInput): Promise<CalcomBooking> {
    const body = createBookingBody(input);
    return this.call({ operation: 'bookings.create', method: 'POST', path: '/v2/bookings', body }, bookingIn);
  }

  /**
   * The booking as it is now; undefined when Cal.com has none of that uid.
   * @throws TypeError for text that cannot be a uid
   */
  async getBooking(uid: string): Promise<CalcomBooking | undefined> {
    return this.call({ operation: 'bookings.get', method: 'GET', path: bookingPath(uid) }, bookingOrNothingIn);
  }

  /**
   * Cancels, and gives the booking as it is then, under the same uid. Cal.com may demand a reason, so there always is one.
   * A second time is refused.
   * @throws TypeError for text that cannot be a uid
   */
  async cancelBooking(uid: string, input: CancelBookingInput): Promise<CalcomBooking> {
    const [path, body] = [bookingPath(uid, '/cancel'), cancelBookingBody(input)];
    return this.call({ operation: 'bookings.cancel', method: 'POST', path, body }, bookingIn);
  }

  /**
   * Moves, and gives the new booking: it has another uid, and names the old one as `rescheduledFromUid`. A second time is
   * refused; the old one, asked for again, says where it went (`rescheduledToUid`). Two at once may both be served.
   * @throws TypeError for text that cannot be a uid
   */
  async rescheduleBooking(uid: string, input: RescheduleBookingInput): Promise<CalcomBooking> {
    const [path, body] = [bookingPath(uid, '/reschedule'), rescheduleBookingBody(input)];
    return this.call({ operation: 'bookings.reschedule', method: 'POST', path, body }, bookingIn);
  }

  /**
   * Starts of an event type that Cal.com offers, in order, each once. Cal.com may answer beyond the range asked for, from a
   * cache, and may still refuse a start it offered; who would serve is not told.
   */
  async freeSlots(question: FreeSlotsQuestion): Promise<Date[]> {
    const query = freeSlotsQuery(question);
    return this.call({ operation: 'slots.list', method: 'GET', path: '/v2/slots', query }, slotsIn);
  }

  /**
   * All bookings the filter lets pass, each once, by start. Complete, or it rejects: with more than `maxPages` pages as
   * unclear. A booking made a moment ago may not show yet, as Cal.com reads from a replica.
   */
  async listBookings(filter: ListBookingsFilter, maxPages = 20): Promise<CalcomBooking[]> {
    const found = new Map<string, CalcomBooking>();
    let pages = 0;
    for await (const { bookings, hasNextPage } of this.bookingPages(filter)) {
      for (const booking of bookings) found.set(booking.uid, booking);
      pages += 1;
      if (hasNextPage && pages === maxPages) throw tooManyPages(maxPages);
    }
    return [...found.values()];
  }

  /** The same page by page, without bound; a booking may show on two pages. Stop whenever enough is known. */
  async *bookingPages(filter: ListBookingsFilter): AsyncGenerator<CalcomBookingPage, void, void> {
    if (filter.eventTypeIds?.length === 0) return;
    const { take = 100 } = filter;
    let skip = filter.skip ?? 0;
    let page: CalcomBookingPage;
    do {
      const query = listBookingsQuery(filter, { take, skip });
      page = await this.call({ operation: 'bookings.list', method: 'GET', path: '/v2/bookings', query }, pageIn);
      yield page;
      skip += take;
    } while (page.hasNextPage);
  }

  /** One event type, an individual one or a team's; undefined when there is none, or the key may not see it. */
  async getEventType(id: number): Promise<CalcomEventType | undefined> {
    const path = `/v2/event-types/${positive(id)}`;
    return this.call({ operation: 'event-types.get', method: 'GET', path }, eventTypeOrNothingIn);
  }

  /** The individual event types of a user, default the key's own; hidden ones only of the key's own. */
  async listEventTypes({ username }: { username?: string } = {}): Promise<CalcomEventType[]> {
    const query = new URLSearchParams(username === undefined ? {} : { username });
    return this.call({ operation: 'event-types.list', method: 'GET', path: '/v2/event-types', query }, eventTypesIn);
  }

  /** The teams of the key's user. */
  async listTeams(): Promise<CalcomTeam[]> {
    return this.call({ operation: 'teams.list', method: 'GET', path: '/v2/teams' }, teamsIn);
  }

  /** A team's event types: round robin, collective, and managed templates. */
  async listTeamEventTypes(teamId: number): Promise<CalcomEventType[]> {
    const path = `/v2/teams/${positive(teamId)}/event-types`;
    return this.call({ operation: 'teams.event-types', method: 'GET', path }, eventTypesIn);
  }

  /** Closes idle connections; later calls reject with CalcomUnavailable. Those under way end as they would. */
  close(): void {
    this.breaker.close();
    this.http.close();
  }

  private call<T>(request: CalcomRequest, read: (answer: CalcomAnswer) => T): Promise<T> {
    const { operation } = request;
    // Reading is inside the breaker: a server that answers nonsense is as broken as one that does not answer.
    const exchange = async () => {
      const answer = await this.http.send(request);
      const reading = rateLimitReading(answer);
      if (reading) await this.onRateLimit(reading);
      return read(answer);
    };
    return measured(operation, () => this.breaker.run(operation, exchange));
  }
}

function bookingPath(uid: string, verb: '' | '/cancel' | '/reschedule' = ''): string {
  if (!/^[\w-]{1,200}$/.test(uid)) throw new TypeError('Not a booking uid'); // ".." would be another path
  return `/v2/bookings/${uid}${verb}`;
}

function positive(id: number): number {
  if (!Number.isSafeInteger(id) || id < 1) throw new TypeError('Not an id');
  return id;
}

function tooManyPages(maxPages: number): CalcomUnclear {
  const evidence = { ...nothingAnswered, operation: 'bookings.list', askedAt: null } as const;
  return new CalcomUnclear('too_many_pages', evidence, `the list goes on after ${maxPages} pages`);
}
