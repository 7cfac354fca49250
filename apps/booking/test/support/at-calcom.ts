import { CalcomClient } from '@callbook/calcom-client';
import { BookingRequested, type BookingStatus, type Event, sampleOf } from '@callbook/contracts';
import { type CalcomSandbox, startCalcomSandbox } from '@callbook/sandbox';
import { CalcomCalendar } from '../../src/calendar/calcom-calendar';
import type { Calendar } from '../../src/calendar/calendar';
import { functionCall } from '../conformance/function-calls';
import { BookingFixture, type Replica } from './booking-fixture';
import { catalogueSource } from './catalogue';

export const thursdayTen = '2026-11-26T09:00:00.000Z';
export const thursdayTwelve = '2026-11-26T11:00:00.000Z';
export const friday = '2026-11-27T09:00:00.000Z';

interface Wish extends Partial<BookingRequested> {
  /** Key of the service. Default: a haircut. */
  readonly of?: string;
  /** The call it is said in. Default: the sample's. */
  readonly in?: string;
  readonly name?: string;
}

/** The real use cases on a real database and the simulated Cal.com, over HTTP. No message and no webhook comes by itself. */
export class AtCalcom {
  private client!: CalcomClient;
  calendar!: Calendar;
  replica!: Replica;

  private constructor(
    readonly fixture: BookingFixture,
    readonly calcom: CalcomSandbox,
  ) {}

  static async start(): Promise<AtCalcom> {
    const fixture = await BookingFixture.start();
    const rateLimit = { limit: 100_000, windowMs: 60_000, blockMs: 60_000 };
    return new AtCalcom(fixture, await startCalcomSandbox({ port: 0, clock: fixture.clock, rateLimit }));
  }

  /** Before each test. @param timeoutMs after which the client no longer waits for an answer */
  async begin({ timeoutMs = 5_000 } = {}): Promise<void> {
    const { url: baseUrl } = this.calcom;
    this.client = new CalcomClient({ baseUrl, apiKey: 'cal_sandbox_key', timeoutMs });
    this.calendar = new CalcomCalendar(() => ({ client: this.client, take: () => Promise.resolve() }));
    await this.clear();
    this.replica = await this.fixture.replica(this.calendar);
  }

  async clear(): Promise<void> {
    await this.fixture.clear();
    this.calcom.reset();
  }

  async finish(): Promise<void> {
    this.client.close();
    await this.fixture.endReplicas();
  }

  async end(): Promise<void> {
    await this.calcom.close();
    await this.fixture.end();
  }

  /** A function call of an agent, now. */
  asksFor({ of = 'herrenhaarschnitt', in: retellCallId, name, ...difference }: Wish = {}): Event<BookingRequested> {
    const sample = sampleOf(BookingRequested);
    const service = catalogueSource.current().findService('salon-lindenhof', of);
    if (!service) throw new Error(`the catalogue has no service ${of}`);
    const wish: Partial<BookingRequested> = {
      service: { id: service.id, key: service.key },
      start: thursdayTen,
      preferredStaff: null,
      answerBy: this.soon(),
      call: { ...sample.call, ...(retellCallId && { retellCallId }) },
      attendee: { ...sample.attendee, ...(name && { name }) },
      ...difference,
    };
    return functionCall(wish, this.fixture.clock.now());
  }

  soon = (): string => new Date(this.fixture.clock.now().getTime() + 8_000).toISOString();

  /** Start and state of what stands in the calendar, past or not. */
  get bookings(): { uid: string; start: string; status: BookingStatus; name: string }[] {
    return this.calcom.world.bookings.map(({ uid, start, status, attendee }) => ({
      uid,
      start: new Date(start).toISOString(),
      status: status.toLowerCase() as BookingStatus,
      name: attendee.name,
    }));
  }

  get live() {
    return this.bookings.filter(({ status }) => status === 'accepted' || status === 'pending');
  }

  /** What was told, in short: the kind of event and the function calls it answers. */
  async told(): Promise<{ type: string; data: Record<string, unknown>; answers: string[] }[]> {
    return (await this.fixture.published()).map(({ type, data }) => ({
      type: type.split('.')[1] ?? '',
      data: data as unknown as Record<string, unknown>,
      answers: data.functionCallIds,
    }));
  }
}
