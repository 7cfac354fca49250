import { eventContracts, type Event, type EventClass, type QueryClass } from '@callbook/contracts';
import { createDataSource, DatabaseModule, migrate, roles } from '@callbook/database';
import {
  declareTopology,
  EventPublisher,
  MessagingModule,
  parseLadder,
  QueryClient,
  QueueSender,
  rabbitMqStrategy,
} from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { startHere, testDatabase, type TestDatabase, testPrefix, type TestPrefix } from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { HistoryModule } from '../../src/history/history.module';
import { PrivacyModule } from '../../src/privacy/privacy.module';

@Module({})
class AnyModule {}

export const ladder = '200ms,400ms';
export const erasureKey = 'an erasure key of thirty-two characters or more';

/** A row of the history, as far as specs look at it. */
export interface KeptRow extends Record<string, unknown> {
  readonly event_id: string;
  readonly type: string;
  readonly partition: string;
  readonly event: Event<Record<string, unknown>> | null;
}

/** History on a broker prefix and a database of its own, and a neighbour who publishes. The history is started by the spec. */
export class HistoryFixture {
  private readonly apps: NestFastifyApplication[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly broker: TestPrefix,
    private readonly neighbour: INestApplicationContext,
  ) {}

  /** @param foreign contracts that the history does not know */
  static async open(...foreign: EventClass[]): Promise<HistoryFixture> {
    const database = await testDatabase({ migrate, roles });
    const broker = testPrefix();
    const { url, prefix } = broker;
    await declareTopology(url, { prefix, ladder: parseLadder(ladder) });
    const contracts = [...eventContracts, ...foreign];
    const imports = [
      ObservabilityModule.forRoot({ app: 'neighbour', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'neighbour', prefix, contracts, ladder: parseLadder(ladder) }),
    ];
    const neighbour = await NestFactory.createApplicationContext({ module: AnyModule, imports }, { logger: false });
    return new HistoryFixture(database, broker, neighbour);
  }

  async start({ databaseUrl = this.database.urlFor('callbook_ops'), retentionDays = 400 } = {}): Promise<void> {
    const { url, prefix } = this.broker;
    const imports = [
      ObservabilityModule.forRoot({ app: 'ops', logLevel: 'silent' }),
      DatabaseModule.forRoot({ url: databaseUrl, applicationName: 'callbook-ops', poolSize: 4 }),
      MessagingModule.forRoot({
        url,
        app: 'ops',
        prefix,
        ladder: parseLadder(ladder),
        everyEvent: ['ops.event-history'],
      }),
      PrivacyModule.forRoot(erasureKey),
      HistoryModule.forRoot(retentionDays),
    ];
    const app = await NestFactory.create<NestFastifyApplication>({ module: AnyModule, imports }, new FastifyAdapter(), {
      logger: false,
    });
    this.apps.push(await startHere(app, rabbitMqStrategy));
  }

  async close(): Promise<void> {
    await this.neighbour.close();
    for (const app of this.apps) await app.close();
    await this.database.close();
    await this.broker.close();
  }

  async publish(...events: readonly Event<object>[]): Promise<void> {
    for (const event of events) await this.neighbour.get(EventPublisher).publish(event);
  }

  ask<Request extends object, Reply extends object>(
    query: QueryClass<Request, Reply>,
    request: Request,
  ): Promise<Reply> {
    return this.neighbour.get(QueryClient).ask(query, request);
  }

  /** Straight into a queue. */
  send(queue: string, messageId: string, body: string): Promise<void> {
    return this.neighbour.get(QueueSender).send(queue, { messageId, content: Buffer.from(body) });
  }

  /** Messages ready in a queue. */
  async depth(queue: string): Promise<number | undefined> {
    return (await this.neighbour.get(QueueSender).look(queue))?.messagesReady;
  }

  kept(...ids: readonly string[]): Promise<KeptRow[]> {
    return this.database.query<KeptRow>(
      `SELECT *, tableoid::regclass::text AS partition FROM ops.events WHERE event_id = ANY ($1) ORDER BY seq`,
      [ids],
    );
  }

  /** As the role of ops. */
  dataSource() {
    return this.database.connect(createDataSource, 'callbook_ops');
  }
}
