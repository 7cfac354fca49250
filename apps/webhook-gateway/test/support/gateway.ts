import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogueSource, SecretResolver } from '@callbook/catalogue';
import type {
  AppointmentsOfCaller,
  Availability,
  AvailabilityReply,
  BookingRequested,
  ChangeRequest,
  CustomerOfNumber,
  Event,
  FoundAppointment,
  KnownCustomer,
} from '@callbook/contracts';
import { rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Outcome, Waiting } from '../../src/booking-outcome/outcome';
import { RequestOutcomes } from '../../src/booking-outcome/request-outcomes';
import { BrokerModule } from '../../src/broker/broker.module';
import { Callers } from '../../src/callers/callers';
import { FreeTimes } from '../../src/check-availability/free-times';
import { Events } from '../../src/events';
import { GatewayModule } from '../../src/gateway.module';
import { configureHttp } from '../../src/http/configure-http';
import { fastifyAdapter } from '../../src/http/raw-bodies';
import { SpoolModule } from '../../src/spool/spool.module';
import { calcomSecret } from './calcom-side';
import { FixedCatalogue } from './catalogue';
import { webhookKey } from './retell-side';

/** The broker's side of the gateway, played. It proves nothing about delivery; that is for the specs on a real broker. */
export class Surroundings {
  published: Event<object>[] = [];
  /** What becomes of publishing; takes everything by default. */
  accept: (event: Event<object>) => Promise<void> = () => Promise.resolve();
  /** What records knows; nothing by default. */
  known: (waiting: Waiting) => Outcome | undefined = () => undefined;
  /** Whose number it is; nobody's by default. */
  customer: (question: CustomerOfNumber) => KnownCustomer | null | undefined = () => null;
  /** What records finds; nothing by default. */
  appointments: (question: AppointmentsOfCaller) => readonly FoundAppointment[] | undefined = () => [];
  /** What is free; nothing by default. */
  free: (question: Availability) => Pick<AvailabilityReply, 'slots' | 'problem'> = () => ({
    slots: [],
    problem: 'none',
  });

  /** As it was in the beginning. */
  reset(): void {
    Object.assign(this, new Surroundings());
  }

  ofType<T extends object>({ type }: { type: string; new (): T }): Event<T>[] {
    return this.published.filter((event) => event.type === type) as Event<T>[];
  }

  get requests(): Event<BookingRequested>[] {
    return this.published.filter(({ type }) => type === 'booking.requested.v1') as Event<BookingRequested>[];
  }

  /** Every request, of whatever operation. */
  get asked(): Event<BookingRequested | ChangeRequest>[] {
    const isRequest = ({ type }: Event<object>) => /^booking\.(\w+-)?requested\.v1$/.test(type);
    return this.published.filter(isRequest) as Event<BookingRequested | ChangeRequest>[];
  }
}

export interface TestGateway {
  readonly url: string;
  readonly surroundings: Surroundings;
  close(): Promise<void>;
}

/** The gateway over HTTP on a free port, with everything behind it played. */
export async function testGateway(options: Partial<GatewaySettings> = {}): Promise<TestGateway> {
  const surroundings = new Surroundings();
  return { ...(await startGateway(playedBroker(surroundings), options)), surroundings };
}

/** The gateway over HTTP on a free port, with its spool, on a real broker whose topology is declared; only its catalogue is a fixed one. */
export async function gatewayOn(
  broker: { url: string; prefix: string },
  {
    spoolPath = freshSpoolPath(),
    spoolMaxBytes = 10_000_000,
    ...options
  }: Partial<SpoolSettings & GatewaySettings> = {},
) {
  const spool = SpoolModule.forRoot({
    path: spoolPath,
    maxBytes: spoolMaxBytes,
    shutdownDrainMs: 2_000,
    broker: BrokerModule.forRoot({ ...broker, app: 'webhook-gateway', confirmTimeoutMs: 500 }),
  });
  // Starting waits for the broker for two seconds: where it is there, the gateway begins connected.
  return startGateway(spool, options, async (app) => {
    app.connectMicroservice({ strategy: rabbitMqStrategy(app) });
    await app.init();
    await app.startAllMicroservices();
  });
}

/** What `/health/ready` says, by check. */
export async function readiness({ url }: { url: string }): Promise<Readonly<Record<string, string>>> {
  const report = (await (await fetch(`${url}/health/ready`)).json()) as { checks: Record<string, string> };
  return report.checks;
}

const spoolFolder = mkdtempSync(join(tmpdir(), 'callbook-spools-'));
afterAll(() => rmSync(spoolFolder, { recursive: true }));

/** Where nothing is yet, folder included. */
export const freshSpoolPath = (): string => join(mkdtempSync(join(spoolFolder, 'spool-')), 'data', 'spool.sqlite');

interface SpoolSettings {
  readonly spoolPath: string;
  readonly spoolMaxBytes: number;
}

interface GatewaySettings {
  readonly answerDeadlineMs: number;
  readonly rateLimitPerMinute: number;
}

async function startGateway(
  broker: DynamicModule,
  { answerDeadlineMs = 1_000, rateLimitPerMinute = 10_000 }: Partial<GatewaySettings>,
  beforeListening: (app: NestFastifyApplication) => Promise<void> = () => Promise.resolve(),
) {
  @Module({
    imports: [
      ObservabilityModule.forRoot({ app: 'webhook-gateway', logLevel: 'silent' }),
      FixedCatalogueModule,
      GatewayModule.forRoot({ answerDeadlineMs, outcomePollMs: 50, outside: [broker] }),
    ],
  })
  class RootModule {}
  const options = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(RootModule, fastifyAdapter(), options);
  try {
    await configureHttp(app, { RATE_LIMIT_PER_MINUTE: rateLimitPerMinute });
    await beforeListening(app);
    await app.listen(0, '127.0.0.1');
    return { url: await app.getUrl(), close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

@Global()
@Module({
  providers: [
    { provide: CatalogueSource, useClass: FixedCatalogue },
    {
      provide: SecretResolver,
      useValue: new SecretResolver({ RETELL_WEBHOOK_KEY: webhookKey, CALCOM_WEBHOOK_SECRET: calcomSecret }),
    },
  ],
  exports: [CatalogueSource, SecretResolver],
})
class FixedCatalogueModule {}

@Module({})
class PlayedBrokerModule {}

function playedBroker(surroundings: Surroundings): DynamicModule {
  const events: Events = {
    publish: async (event) => {
      await surroundings.accept(event);
      surroundings.published.push(event);
    },
  };
  const outcomes: RequestOutcomes = { outcomeOf: async (waiting) => surroundings.known(waiting) };
  const callers: Callers = {
    customerOf: async (question) => surroundings.customer(question),
    appointmentsOf: async (question) => surroundings.appointments(question),
  };
  const freeTimes: FreeTimes = { lookUp: async (question) => surroundings.free(question) };
  return {
    module: PlayedBrokerModule,
    providers: [
      { provide: Events, useValue: events },
      { provide: RequestOutcomes, useValue: outcomes },
      { provide: Callers, useValue: callers },
      { provide: FreeTimes, useValue: freeTimes },
    ],
    exports: [Events, RequestOutcomes, Callers, FreeTimes],
  };
}
