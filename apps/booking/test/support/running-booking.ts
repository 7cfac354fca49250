import { importCatalogueText } from '@callbook/catalogue';
import type { Event } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { declareTopology, EventPublisher, MessagingModule, parseLadder, rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { type CalcomSandbox, startCalcomSandbox } from '@callbook/sandbox';
import { salonCatalogue, startHere, testDatabase, type TestDatabase, testPrefix } from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BookingModule } from '../../src/booking.module';
import { BookingConfig } from '../../src/config';

const ladder = '200ms,400ms,800ms,1600ms';

@Module({})
class NeighbourModule {}

/** The booking app as it runs, in as many replicas as wanted, between a real broker, a real database and the sandbox. */
export class RunningBooking {
  private constructor(
    readonly database: TestDatabase,
    readonly calcom: CalcomSandbox,
    readonly replicas: readonly NestFastifyApplication[],
    private readonly neighbour: INestApplicationContext,
    private readonly endings: readonly (() => Promise<void>)[],
  ) {}

  static async start({ replicas }: { replicas: number }): Promise<RunningBooking> {
    process.env.CALCOM_API_KEY = 'cal_sandbox_key';
    const database = await testDatabase({ migrate, roles });
    const broker = testPrefix();
    const { url, prefix } = broker;
    await declareTopology(url, { prefix, ladder: parseLadder(ladder) });
    await importCatalogueText(await database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    const calcom = await startCalcomSandbox({ port: 0 });

    const config = Object.assign(new BookingConfig(), {
      RABBITMQ_URL: url,
      BOOKING_DATABASE_URL: database.urlFor('callbook_booking'),
      CALCOM_BASE_URL: calcom.url,
      MESSAGING_PREFIX: prefix,
      RETRY_LADDER: ladder,
      HINT_COALESCE_MS: 100,
      HINT_LOOK_AGAIN: '200ms,400ms',
      HINT_POLL_MS: 50,
      ATTEMPT_POLL_MS: 50,
      CALCOM_TIMEOUT_MS: 1_000,
      CONCLUSIVE_AFTER_MS: 2_000,
      LOOK_TWICE_AFTER_MS: 100,
      LOOK_AFTER: '100ms,500ms',
      CALCOM_REQUESTS_PER_MINUTE: 6_000,
      CALCOM_REQUEST_BURST: 100,
      LOG_LEVEL: 'silent',
    });
    const apps = await Promise.all(Array.from({ length: replicas }, () => started(config)));
    const imports = [
      ObservabilityModule.forRoot({ app: 'neighbour', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'webhook-gateway', prefix, ladder: parseLadder(ladder) }),
    ];
    const neighbour = await NestFactory.createApplicationContext(
      { module: NeighbourModule, imports },
      { logger: false },
    );
    return new RunningBooking(database, calcom, apps, neighbour, [
      () => neighbour.close(),
      ...apps.map((app) => () => app.close()),
      () => calcom.close(),
      () => database.close(),
      () => broker.close(),
    ]);
  }

  async close(): Promise<void> {
    for (const ending of this.endings) await ending();
  }

  /** Publishes as the gateway would. */
  publish(event: Event<object>): Promise<void> {
    return this.neighbour.get(EventPublisher).publish(event);
  }

  /** All replicas are in this process and count together. */
  async metrics(): Promise<string> {
    const [app] = this.replicas;
    return (await fetch(`${await app?.getUrl()}/metrics`)).text();
  }
}

async function started(config: BookingConfig): Promise<NestFastifyApplication> {
  const module = BookingModule.forRoot(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
  return startHere(app, rabbitMqStrategy);
}
