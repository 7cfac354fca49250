import type { Catalogue, CatalogueSource, Company, Service } from '@callbook/catalogue';
import { BookingRequested, derivedId, type Event, sampleOf } from '@callbook/contracts';
import { Calendar, type CalendarBooking, type OrderAnswer } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { BookAppointment } from './book-appointment';
import { ConfirmAttempt } from './confirm-attempt';
import { InMemoryAttempts } from './in-memory-attempts';
import { functionCall } from '../../test/attempts.conformance';

/** The rules, with the calendar scripted. Delivery, storage and the real HTTP are tested elsewhere, on the real things. */
describe('booking an appointment', () => {
  const start = new Date(sampleOf(BookingRequested).start);

  it('books once and publishes booking.created with the host of the POST', async () => {
    const { book, calendar, published } = setUp();
    await book();
    expect(calendar.posts).toHaveLength(1);
    expect(published()).toMatchObject([
      { type: 'booking.created.v1', data: { host: { id: 1002 }, hostReadFrom: 'post', calcomUid: 'uid-1' } },
    ]);
  });

  it('posts our request id, so that the booking can be found again', async () => {
    const { book, calendar, published } = setUp();
    await book();
    expect(calendar.posts[0]?.requestId).toBe((published()[0]?.data as { requestId: string }).requestId);
  });

  it('does nothing when the request comes again', async () => {
    const { book, calendar, published } = setUp();
    const event = functionCall();
    await book(event);
    await book(event);
    await book(functionCall());
    expect(calendar.posts).toHaveLength(1);
    expect(published()).toHaveLength(1);
  });

  it('has committed the announcement before it posts', async () => {
    const { book, calendar, attempts } = setUp();
    const event = functionCall();
    calendar.whilePosting = async () => expect(await attempts.openRound(event)).toMatchObject({ state: 'posting' });
    await book(event);
    expect.assertions(1);
  });

  it('does not post a second time while another delivery waits for the answer', async () => {
    const { book, calendar } = setUp();
    calendar.whilePosting = () => expect(book(functionCall())).rejects.toMatchObject({ code: 'post_under_way' });
    await book(functionCall());
    expect(calendar.posts).toHaveLength(1);
  });

  it('looks up, and does not post, when a crash left an announced POST', async () => {
    const { book, calendar, attempts, clock, published } = setUp();
    const event = functionCall();
    const attempt = await attempts.openRound(event);
    await attempts.posting(attempt, { eventTypeId: 2001, leaseUntil: new Date(clock.now().getTime() + 75_000) });
    calendar.existing.push(calendar.bookingOf(attempt.id));
    clock.pass(75_000);
    await book(event);
    expect(calendar.posts).toHaveLength(0);
    expect(published()).toMatchObject([{ type: 'booking.created.v1', data: { hostReadFrom: 'get' } }]);
  });

  it('finds the booking of a POST that ended unclear', async () => {
    const { book, calendar, published } = setUp();
    calendar.answer = (order) => {
      calendar.existing.push(calendar.bookingOf(order.requestId));
      return { kind: 'unclear', providerText: 'Internal server error' };
    };
    await book();
    expect(published()).toMatchObject([{ type: 'booking.created.v1' }]);
  });

  it('keeps looking, never posts again, and hands an unclear POST to a person only after "not there" is conclusive', async () => {
    const { book, calendar, clock, published } = setUp();
    calendar.answer = () => ({ kind: 'unclear', providerText: 'Internal server error' });
    const event = functionCall();
    await expect(book(event)).rejects.toMatchObject({ code: 'booking_unclear' });
    clock.pass(119_000);
    await expect(book(event)).rejects.toMatchObject({ code: 'booking_unclear' });
    clock.pass(1_000);
    await book(event);
    expect(calendar.posts).toHaveLength(1);
    expect(published()).toMatchObject([
      {
        type: 'booking.unresolved.v1',
        data: { reason: 'not_found_after_unclear_post', providerText: 'Internal server error' },
      },
    ]);
  });

  it('does not take a booking without our request id for ours', async () => {
    const { book, calendar, published } = setUp();
    calendar.answer = () => ({ kind: 'booked', booking: calendar.bookingOf('somebody else') });
    await expect(book()).rejects.toMatchObject({ code: 'booking_unclear' });
    expect(published()).toEqual([]);
  });

  it('posts again after Cal.com did not take the POST', async () => {
    const { book, calendar, published } = setUp();
    const event = functionCall();
    calendar.answer = () => ({
      kind: 'not_taken',
      code: 'calcom_rate_limited',
      message: 'too many',
      retryAfterMs: 30_000,
    });
    await expect(book(event)).rejects.toMatchObject({
      code: 'calcom_rate_limited',
      message: 'too many',
      retryAfterMs: 30_000,
    });
    calendar.answer = undefined;
    await book(event);
    expect(calendar.posts).toHaveLength(2);
    expect(published()).toMatchObject([{ type: 'booking.created.v1' }]);
  });

  it('passes a refusal on with its reason and the whole text, and lets the next call try anew', async () => {
    const { book, calendar, published } = setUp();
    calendar.answer = () => ({ kind: 'refused', reason: 'slot_taken', providerText: 'x'.repeat(400) });
    await book();
    calendar.answer = undefined;
    await book();
    expect(published()).toMatchObject([
      { type: 'booking.failed.v1', data: { reason: 'slot_taken', providerText: 'x'.repeat(400), round: 1 } },
      { type: 'booking.created.v1' },
    ]);
  });

  it.each<[string, Partial<BookingRequested>, string]>([
    ['the start has passed', { start: '2026-11-21T09:59:00.000Z' }, 'in_past'],
    [
      'the service is not in the catalogue',
      { service: { id: derivedId('spec', 'gone'), key: 'gone' } },
      'unknown_service',
    ],
    ['there is no way to reach the attendee', withoutContact(), 'missing_contact'],
    ['the agent stopped waiting long ago', { answerBy: '2026-11-21T09:49:59.000Z' }, 'too_late'],
  ])('refuses without asking Cal.com when %s', async (_, difference, reason) => {
    const { book, calendar, published } = setUp();
    await book(functionCall(difference));
    expect(calendar.posts).toHaveLength(0);
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason } }]);
  });

  it('gives every caller without contact an address of his own where the company allows it', async () => {
    const { book, calendar } = setUp({ contactRule: 'placeholder' });
    await book(functionCall(withoutContact()));
    await book(functionCall({ ...withoutContact(), requestKey: derivedId('spec', 'another') }));
    const [first, second] = calendar.posts.map(({ attendee }) => attendee.email);
    expect(first).toMatch(/@no-contact\.invalid$/);
    expect(second).not.toBe(first);
  });

  it('asks for the booking again when the POST had no host, and records why when there is none anywhere', async () => {
    const { book, calendar, published } = setUp();
    calendar.hostless = 'post';
    await book();
    calendar.hostless = 'everywhere';
    await book(functionCall({ requestKey: derivedId('spec', 'another') }));
    expect(published()).toMatchObject([
      { data: { host: { id: 1002 }, hostReadFrom: 'get', hostMissingReason: null } },
      { data: { host: null, hostReadFrom: null, hostMissingReason: 'sentinel_host' } },
    ]);
  });

  it('does not say "booked" for a booking the salon must still confirm', async () => {
    const { book, calendar, published } = setUp();
    calendar.answer = (order) => ({
      kind: 'booked',
      booking: { ...calendar.bookingOf(order.requestId), status: 'pending' },
    });
    await book();
    expect(published()).toMatchObject([{ type: 'booking.awaiting-confirmation.v1', data: { status: 'pending' } }]);
  });

  it('finds the booking where it was moved to meanwhile', async () => {
    const { book, calendar, published } = setUp();
    calendar.answer = (order) => {
      const first = { ...calendar.bookingOf(order.requestId), uid: 'uid-first' };
      const moved = {
        ...first,
        uid: 'uid-moved',
        start: new Date('2026-11-27T09:00:00Z'),
        end: new Date('2026-11-27T09:30:00Z'),
      };
      calendar.existing.push(
        { ...first, status: 'cancelled', rescheduledToUid: moved.uid },
        { ...moved, rescheduledFromUid: first.uid },
      );
      return { kind: 'unclear', providerText: 'timeout' };
    };
    await book();
    expect(published()).toMatchObject([
      {
        type: 'booking.created.v1',
        data: { rootUid: 'uid-first', calcomUid: 'uid-moved', start: '2026-11-27T09:00:00.000Z' },
      },
    ]);
  });

  it('hands a booking that was found cancelled to a person', async () => {
    const { book, calendar, published } = setUp();
    calendar.answer = (order) => {
      calendar.existing.push({ ...calendar.bookingOf(order.requestId), status: 'cancelled' });
      return { kind: 'unclear', providerText: 'timeout' };
    };
    await book();
    expect(published()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'booking_ended_meanwhile' } }]);
  });

  function withoutContact(): Partial<BookingRequested> {
    const { attendee, call } = sampleOf(BookingRequested);
    return { attendee: { ...attendee, email: null, phone: null }, call: { ...call, customerNumber: null } };
  }

  function setUp(company: Partial<Company> = {}) {
    const clock = new MovableClock();
    const attempts = new InMemoryAttempts(clock);
    const calendar = new ScriptedCalendar(start);
    const settings = {
      httpTimeoutMs: 60_000,
      leaseMs: 75_000,
      conclusiveAfterMs: 120_000,
      postWindowMs: 600_000,
      placeholderDomain: 'no-contact.invalid',
    };
    const catalogue = catalogueWith(company);
    const confirmAttempt = new ConfirmAttempt(attempts, calendar, catalogue);
    const unknown = { of: () => Promise.resolve(undefined) } as Partial<Chains> as Chains;
    const useCase = new BookAppointment(attempts, confirmAttempt, unknown, calendar, catalogue, clock, settings);
    return {
      attempts,
      calendar,
      clock,
      book: (event: Event<BookingRequested> = functionCall()) => useCase.execute(event),
      published: () => attempts.published,
    };
  }
});

class MovableClock {
  private at = new Date('2026-11-21T10:00:00Z').getTime();
  now = (): Date => new Date(this.at);
  pass = (ms: number): void => void (this.at += ms);
}

type Order = Parameters<Calendar['book']>[0];

class ScriptedCalendar extends Calendar {
  readonly posts: Order[] = [];
  readonly existing: CalendarBooking[] = [];
  answer?: (order: Order) => OrderAnswer;
  whilePosting?: () => Promise<void>;
  hostless: 'nowhere' | 'post' | 'everywhere' = 'nowhere';

  constructor(private readonly start: Date) {
    super();
  }

  bookingOf(requestId: string): CalendarBooking {
    return {
      id: 501,
      uid: `uid-${this.posts.length}`,
      status: 'accepted',
      eventTypeId: 2001,
      start: this.start,
      end: new Date(this.start.getTime() + 1_800_000),
      host: { id: 1002, name: 'Mehmet Kaya', email: 'mehmet.kaya@salon-lindenhof.example', timeZone: 'Europe/Berlin' },
      hostMissingReason: null,
      attendee: { name: 'Jonas Weber', email: 'jonas.weber@kunde.example', phone: null, timeZone: 'Europe/Berlin' },
      location: null,
      metadata: { callbook_request_id: requestId },
      rescheduledFromUid: null,
      rescheduledToUid: null,
      createdAt: new Date('2026-11-21T10:00:00Z'),
      updatedAt: new Date('2026-11-21T10:00:00Z'),
      askedAt: new Date('2026-11-21T10:00:00Z'),
      answeredAt: new Date('2026-11-21T10:00:01Z'),
    };
  }

  async book(order: Order): Promise<OrderAnswer> {
    this.posts.push(order);
    await this.whilePosting?.();
    if (this.answer) return this.answer(order);
    const booking = this.bookingOf(order.requestId);
    this.existing.push(this.hostless === 'everywhere' ? hostlessOf(booking) : booking);
    return { kind: 'booked', booking: this.hostless === 'nowhere' ? booking : hostlessOf(booking) };
  }

  find({ requestId }: { requestId: string }): Promise<CalendarBooking | undefined> {
    return Promise.resolve(this.existing.find(({ metadata }) => metadata.callbook_request_id === requestId));
  }

  get(_company: string, uid: string): Promise<CalendarBooking | undefined> {
    return Promise.resolve(this.existing.find((booking) => booking.uid === uid));
  }
}

const hostlessOf = (booking: CalendarBooking): CalendarBooking => ({
  ...booking,
  host: null,
  hostMissingReason: 'sentinel_host',
});

function catalogueWith(difference: Partial<Company>): CatalogueSource {
  const { service } = sampleOf(BookingRequested);
  const company = { slug: 'salon-lindenhof', contactRule: 'ask', ...difference } as Company;
  const known = { id: service.id, company: 'salon-lindenhof', key: service.key, active: true } as Service;
  const catalogue: Partial<Catalogue> = {
    version: 1,
    company: () => company,
    service: (id) => (id === service.id ? known : undefined),
    findStaff: () => undefined,
    staffOfCalcomUser: () => undefined,
    eventTypeFor: () => 2001,
    priceOf: () => ({ minor: 3200, currency: 'EUR' }),
  };
  return { current: () => catalogue as Catalogue };
}
