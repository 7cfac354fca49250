import { CalendarUnavailable, type CalcomAccount } from '@callbook/booking/use-cases';
import {
  type CalcomBooking,
  type CalcomClient,
  CalcomUnavailable,
  CalcomUnclear,
  nothingAnswered,
} from '@callbook/calcom-client';
import {
  bookingIn,
  bookingOrNothingIn,
  type CalcomAnswer,
  type CalcomBookingPage,
  type CalcomRequest,
  cancelBookingBody,
  createBookingBody,
  freeSlotsQuery,
  listBookingsQuery,
  pageIn,
  rescheduleBookingBody,
  slotsIn,
  versionFor,
} from '@callbook/calcom-client/exchanges';
import type { SimulatedProcess } from '../clockwork/process';
import type { Weather } from '../weather/weather';
import type { CalendarServer } from './calendar-server';
import { apiKey } from './salon';

const timeoutMs = 60_000;

/** The methods of the client that booking calls. */
type Client = Pick<
  CalcomClient,
  | 'breakerOpenForMs'
  | 'createBooking'
  | 'getBooking'
  | 'cancelBooking'
  | 'rescheduleBooking'
  | 'freeSlots'
  | 'bookingPages'
>;

/** A process' way to the calendar: bodies, reading and errors are the client's own, without HTTP and breaker. */
export function accountFor(process: SimulatedProcess, server: CalendarServer, weather: Weather): CalcomAccount {
  const client: Client = new SimulatedClient(process, server, weather);
  const take = async (): Promise<void> => {
    if (!weather.happens('no_budget')) return;
    throw new CalendarUnavailable('no_budget', 'no request left for now', { retryAfterMs: 3_000 });
  };
  return { client: client as CalcomClient, take };
}

class SimulatedClient implements Client {
  readonly breakerOpenForMs = 0;

  constructor(
    private readonly process: SimulatedProcess,
    private readonly server: CalendarServer,
    private readonly weather: Weather,
  ) {}

  createBooking(input: Parameters<CalcomClient['createBooking']>[0]): Promise<CalcomBooking> {
    const body = createBookingBody(input);
    return this.call({ operation: 'bookings.create', method: 'POST', path: '/v2/bookings', body }, bookingIn);
  }

  getBooking(uid: string): Promise<CalcomBooking | undefined> {
    return this.call({ operation: 'bookings.get', method: 'GET', path: `/v2/bookings/${uid}` }, bookingOrNothingIn);
  }

  cancelBooking(uid: string, input: Parameters<CalcomClient['cancelBooking']>[1]): Promise<CalcomBooking> {
    const [path, body] = [`/v2/bookings/${uid}/cancel`, cancelBookingBody(input)];
    return this.call({ operation: 'bookings.cancel', method: 'POST', path, body }, bookingIn);
  }

  rescheduleBooking(uid: string, input: Parameters<CalcomClient['rescheduleBooking']>[1]): Promise<CalcomBooking> {
    const [path, body] = [`/v2/bookings/${uid}/reschedule`, rescheduleBookingBody(input)];
    return this.call({ operation: 'bookings.reschedule', method: 'POST', path, body }, bookingIn);
  }

  freeSlots(question: Parameters<CalcomClient['freeSlots']>[0]): Promise<Date[]> {
    const query = freeSlotsQuery(question);
    return this.call({ operation: 'slots.list', method: 'GET', path: '/v2/slots', query }, slotsIn);
  }

  async *bookingPages(filter: Parameters<CalcomClient['bookingPages']>[0]): AsyncGenerator<CalcomBookingPage> {
    const { take = 100 } = filter;
    for (let skip = 0; ; skip += take) {
      const query = listBookingsQuery(filter, { take, skip });
      const page = await this.call({ operation: 'bookings.list', method: 'GET', path: '/v2/bookings', query }, pageIn);
      yield page;
      if (!page.hasNextPage) return;
    }
  }

  private async call<T>(request: CalcomRequest, read: (answer: CalcomAnswer) => T): Promise<T> {
    const { process, server, weather } = this;
    const { operation } = request;
    const before = process.clockwork.nowMs;
    await process.pass(weather.hop(), operation);
    // It stood still after its last look at the clock.
    const isSentLate = process.clockwork.nowMs - before > 5_000;
    if (!server.isReachable || weather.happens('not_connected'))
      throw new CalcomUnavailable(operation, 'not_connected', 'ECONNREFUSED');
    const askedAt = process.clockwork.now();
    const outcome = await process.mine(server.request(onTheWire(request), isSentLate));
    if (outcome === 'silent') {
      await process.pass(askedAt.getTime() + timeoutMs - process.clockwork.nowMs, `time-out of ${operation}`);
      throw new CalcomUnclear('timeout', { ...nothingAnswered, operation, askedAt });
    }
    await process.pass(weather.hop(), `the answer to ${operation}`);
    if (outcome === 'disconnected')
      throw new CalcomUnclear('connection_lost', { ...nothingAnswered, operation, askedAt });
    const { status, headers, body } = outcome;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return read({ operation, status, headers, body: text, askedAt, answeredAt: process.clockwork.now() });
  }
}

function onTheWire(request: CalcomRequest) {
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query ?? []),
    headers: { authorization: `Bearer ${apiKey}`, 'cal-api-version': versionFor(request) },
    // As JSON takes it: without what is undefined.
    body: request.body && (JSON.parse(JSON.stringify(request.body)) as unknown),
    ip: '127.0.0.1',
  };
}
