import type { Catalogue, CatalogueSource, Company, Segment, Service } from '@callbook/catalogue';
import {
  type BookingRequested,
  BookingRequested as Requested,
  createEvent,
  derivedId,
  type Event,
  requestKey,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';
import { InMemoryAttempts } from '../../src/attempts/in-memory-attempts';
import type { Attempts, Request } from '../../src/attempts/attempts';
import { WorkOffAttempts } from '../../src/attempts/work-off-attempts';
import type { BookingSettings } from '../../src/book-appointment/booking-settings';
import type { Calendar } from '../../src/calendar/calendar';
import type { Chains } from '../../src/chains/chains';
import { InMemoryChains } from '../../src/chains/in-memory-chains';
import type { Alternatives } from '../../src/free-slots/alternatives';
import { bookingUseCases } from '../../src/use-cases';
import { FakeCalendar } from './fake-calendar';

export class MovableClock {
  private at = new Date('2026-11-21T10:00:00Z').getTime();
  now = (): Date => new Date(this.at);
  pass = (ms: number): void => void (this.at += ms);
}

export const settings: BookingSettings = {
  httpTimeoutMs: 60_000,
  leaseMs: 75_000,
  conclusiveAfterMs: 120_000,
  lookTwiceAfterMs: 10_000,
  lookAfterMs: [2_000, 5_000, 15_000, 30_000, 60_000],
  postWindowMs: 600_000,
  mostPosts: 3,
  convergeAfterMs: [120_000, 600_000, 3_600_000],
  compensateForMs: 3_600_000,
  placeholderDomain: 'no-contact.invalid',
};

export interface World {
  readonly company?: Partial<Company>;
  readonly service?: Partial<Service>;
  readonly catalogue?: Partial<Catalogue>;
  readonly offered?: boolean | undefined;
  /** Stands between the use cases and each of their ports. */
  readonly through?: <T extends object>(port: T) => T;
}

/** Booking's real use cases over a calendar and stores in memory, under a clock that a test moves. */
export function bookingInMemory(world: World = {}) {
  const clock = new MovableClock();
  const chains = new InMemoryChains(clock, []);
  const attempts = new InMemoryAttempts(clock, chains);
  const calendar = new FakeCalendar(clock.now);
  const alternatives: Alternatives = {
    near: async ({ start }) => [{ start: new Date(start.getTime() + 1_800_000).toISOString(), staffId: null }],
    isOffered: async () => world.offered,
  };
  const catalogue = catalogueOf(world);
  const { through = (port) => port } = world;
  const ports = {
    attempts: through<Attempts>(attempts),
    calendar: through<Calendar>(calendar),
    chains: through<Chains>(chains),
  };
  const { advance, takeRequest, lookAtCalendar } = bookingUseCases({
    ...ports,
    alternatives,
    catalogue,
    clock,
    settings,
  });
  const errors: unknown[] = [];
  const workOff = new WorkOffAttempts(ports.attempts, advance, clock, { atOnce: 10, leaseMs: 75_000 }, (_, error) =>
    errors.push(error),
  );
  return {
    clock,
    attempts,
    chains,
    calendar,
    lookAtCalendar,
    errors,
    ask: (request: Request = functionCall()) => takeRequest.execute(request),
    workOff: () => workOff.execute(),
    /** Lets time pass, and does what is due meanwhile, when it is. */
    async pass(ms: number): Promise<void> {
      const step = 1_000;
      for (let passed = 0; passed < ms; passed += step) {
        clock.pass(Math.min(step, ms - passed));
        await workOff.execute();
      }
    },
    published: () => attempts.published.map(({ type, data }) => ({ type, data })),
    types: () => attempts.published.map(({ type }) => type),
  };
}

let sequence = 0;

/** A function call that asks for the sample's slot; each call of this is another function call. */
export function functionCall(difference: Partial<BookingRequested> = {}): Event<BookingRequested> {
  const data: BookingRequested = { ...sampleOf(Requested), preferredStaff: null, ...difference };
  const key = requestKey({
    company: sampleCompany,
    retellCallId: data.call.retellCallId,
    serviceId: data.service.id,
    start: new Date(data.start),
    attendeeName: data.attendee.name,
  });
  return createEvent(
    Requested,
    { ...data, requestKey: key },
    {
      id: derivedId('spec', 'function-call', (sequence += 1)),
      company: sampleCompany,
      time: new Date('2026-11-21T10:00:00Z'),
      correlationId: data.call.retellCallId,
    },
  );
}

function catalogueOf({
  company: companyDifference,
  service: serviceDifference,
  catalogue: difference,
}: World): CatalogueSource {
  const { service } = sampleOf(Requested);
  const company = {
    slug: sampleCompany,
    contactRule: 'ask',
    timeZone: 'Europe/Berlin',
    ...companyDifference,
  } as Company;
  const segments: readonly Segment[] = [];
  const known = {
    id: service.id,
    company: sampleCompany,
    key: service.key,
    active: true,
    calcomEventTypeId: 2001,
    hostSubsets: false,
    segments,
    performers: [],
    ...serviceDifference,
  } as unknown as Service;
  const catalogue: Partial<Catalogue> = {
    version: 1,
    company: () => company,
    service: (id) => (id === known.id ? known : undefined),
    serviceOfEventType: () => known,
    findStaff: () => undefined,
    staff: () => undefined,
    staffOfCalcomUser: () => undefined,
    eventTypeFor: () => known.calcomEventTypeId,
    priceOf: () => ({ minor: 3200, currency: 'EUR' }),
    ...difference,
  };
  return { current: () => catalogue as Catalogue };
}
