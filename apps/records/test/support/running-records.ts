import { importCatalogueText } from '@callbook/catalogue';
import type { Event } from '@callbook/contracts';
import { createDataSource } from '@callbook/database';
import {
  declareTopology,
  EventPublisher,
  MessagingModule,
  parseLadder,
  QueryClient,
  rabbitMqStrategy,
} from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { salonCatalogue, startHere, testPrefix, type TestPrefix } from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module';
import { RecordsConfig } from '../../src/config';
import { RecordFixture } from './record-fixture';

const ladder = '200ms,400ms';
const aCentury = 100 * 365 * 86_400_000;

@Module({})
class NeighbourModule {}

/** The records app as it runs, in as many replicas as wanted, on a broker prefix and a database of its own. */
export class RunningRecords {
  private constructor(
    readonly record: RecordFixture,
    readonly replicas: readonly NestFastifyApplication[],
    readonly broker: TestPrefix,
    private readonly neighbour: INestApplicationContext,
  ) {}

  /** @param told.completionIntervalMs default so long that the clock completes nothing while a test runs */
  static async start({
    replicas,
    completionIntervalMs = 3_600_000,
  }: {
    replicas: number;
    completionIntervalMs?: number;
  }): Promise<RunningRecords> {
    const record = await RecordFixture.open();
    const broker = testPrefix();
    const { url, prefix } = broker;
    await declareTopology(url, { prefix, ladder: parseLadder(ladder) });
    await importCatalogueText(await record.database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    const config = Object.assign(new RecordsConfig(), {
      RABBITMQ_URL: url,
      RECORDS_DATABASE_URL: record.database.urlFor('callbook_records'),
      MESSAGING_PREFIX: prefix,
      RETRY_LADDER: ladder,
      COMPLETION_INTERVAL_MS: completionIntervalMs,
      // The events of specs have dates that pass, and the app a real clock: nothing is to be owed for their age.
      OWED_UNANSWERED_AFTER_MS: aCentury,
      OWED_NO_OUTCOME_AFTER_MS: aCentury,
      LOG_LEVEL: 'silent',
    });
    const apps = await Promise.all(Array.from({ length: replicas }, () => started(config)));
    const imports = [
      ObservabilityModule.forRoot({ app: 'neighbour', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'booking', prefix, ladder: parseLadder(ladder) }),
    ];
    const neighbour = await NestFactory.createApplicationContext(
      { module: NeighbourModule, imports },
      { logger: false },
    );
    return new RunningRecords(record, apps, broker, neighbour);
  }

  async close(): Promise<void> {
    await this.neighbour.close();
    await Promise.all(this.replicas.map((app) => app.close()));
    await this.record.close();
    await this.broker.close();
  }

  /** Publishes as a neighbour of the app would. */
  publish(event: Event<object>): Promise<void> {
    return this.neighbour.get(EventPublisher).publish(event);
  }

  get queries(): QueryClient {
    return this.neighbour.get(QueryClient);
  }

  /** Metrics of all replicas, one text after the other. */
  async metrics(): Promise<string> {
    const texts = this.replicas.map(async (app) => (await fetch(`${await app.getUrl()}/metrics`)).text());
    return (await Promise.all(texts)).join('\n');
  }
}

async function started(config: RecordsConfig): Promise<NestFastifyApplication> {
  const module = AppModule.forRoot(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
  return startHere(app, rabbitMqStrategy);
}
