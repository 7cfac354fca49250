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
import { sharedStack, testPrefix, type TestPrefix } from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module';
import { RecordsConfig } from '../../src/config';
import { catalogueText } from './catalogue';
import { RecordFixture } from './record-fixture';

const ladder = '200ms,400ms';

@Module({})
class NeighbourModule {}

/** The records app as it runs, in as many replicas as wanted, on a broker prefix and a database of its own. */
export class RunningRecords {
  private constructor(
    readonly record: RecordFixture,
    readonly replicas: readonly NestFastifyApplication[],
    private readonly broker: TestPrefix,
    private readonly neighbour: INestApplicationContext,
  ) {}

  static async start({ replicas }: { replicas: number }): Promise<RunningRecords> {
    const record = await RecordFixture.open();
    const broker = testPrefix();
    const url = sharedStack().rabbitmqUrl;
    await declareTopology(url, { prefix: broker.prefix, ladder: parseLadder(ladder) });
    await importCatalogue(record);
    const config = Object.assign(new RecordsConfig(), {
      RABBITMQ_URL: url,
      RECORDS_DATABASE_URL: record.database.urlFor('callbook_records'),
      MESSAGING_PREFIX: broker.prefix,
      RETRY_LADDER: ladder,
      LOG_LEVEL: 'silent',
    });
    const apps = await Promise.all(Array.from({ length: replicas }, () => started(config)));
    const imports = [
      ObservabilityModule.forRoot({ app: 'neighbour', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'booking', prefix: broker.prefix, ladder: parseLadder(ladder) }),
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

async function importCatalogue({ database }: RecordFixture): Promise<void> {
  const owner = await createDataSource({ url: database.url, applicationName: 'records-spec' }).initialize();
  await importCatalogueText(owner, catalogueText, { by: 'spec' }).finally(() => owner.destroy());
}

async function started(config: RecordsConfig): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), new FastifyAdapter(), {
    logger: false,
  });
  app.connectMicroservice({ strategy: rabbitMqStrategy(app) });
  await app.init();
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  return app;
}
