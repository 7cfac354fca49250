import { type EventClass, eventContracts } from '@callbook/contracts';
import { type Health } from '@callbook/observability';
import { Logger, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { RabbitMqConnection } from './connection/rabbitmq-connection';
import { FailedDeliveries } from './consuming/failed-deliveries';
import { Listener } from './consuming/listener';
import { checkHandlers, ownQueues } from './consuming/own-queues';
import { QueueConsumer } from './consuming/queue-consumer';
import type { Subscription } from './consuming/consume.decorator';
import type { Delivery } from './consuming/delivery';
import { ConfirmedPublisher } from './publishing/confirmed-publisher';
import { EventPublisher } from './publishing/event-publisher';
import { QueryClient } from './queries/query-client';
import { QueryResponder } from './queries/query-responder';
import { checkTopology } from './topology/check-topology';
import { printTopology, topologyOf, type TopologyOptions } from './topology/topology';

export interface MessagingOptions extends TopologyOptions {
  readonly url: string;
  /** The app's name: its queues begin with it. */
  readonly app: string;
  /** Messages a consumer holds at a time; default 10. Small where work is slow: a killed consumer counts a delivery for all of them. */
  readonly prefetch?: number;
  /** Default 5 s. */
  readonly confirmTimeoutMs?: number;
  /** Default 2 s. */
  readonly queryTimeoutMs?: number;
  /** How long a shutdown waits for handlers; default 10 s. */
  readonly graceMs?: number;
}

export interface SubscribedHandler {
  readonly subscription: Subscription;
  readonly handle: (data: unknown, delivery?: Delivery) => Promise<unknown>;
}

interface Runnable {
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

/** All of an app's messaging: one connection, its publisher and queries, and the consumers the transport adds. */
export class MessagingRuntime implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  readonly publisher: EventPublisher;
  readonly queries: QueryClient;
  private readonly logger = new Logger('Messaging');
  private readonly connection: RabbitMqConnection;
  private readonly confirmed: ConfirmedPublisher;
  private readonly contracts: readonly EventClass[];
  private readonly prefix: string;
  private runnables: Runnable[] = [];

  constructor(
    private readonly options: MessagingOptions,
    private readonly health: Health,
  ) {
    const {
      url,
      app,
      prefix = '',
      contracts = eventContracts,
      confirmTimeoutMs = 5_000,
      queryTimeoutMs = 2_000,
    } = options;
    this.contracts = contracts;
    this.prefix = prefix;
    this.connection = new RabbitMqConnection(url, `callbook-${app}`);
    this.confirmed = new ConfirmedPublisher(this.connection, confirmTimeoutMs);
    this.publisher = new EventPublisher(this.confirmed, { app, prefix, contracts });
    this.queries = new QueryClient(this.connection, { prefix, timeoutMs: queryTimeoutMs });
  }

  async onModuleInit(): Promise<void> {
    await this.connection.open();
    await this.checkTopology();
    await this.confirmed.start();
    await this.queries.start();
    this.health.register({
      name: 'broker',
      check: () => (this.connection.isConnected ? Promise.resolve() : Promise.reject(new Error('not connected'))),
    });
  }

  /** Starts all of the app's handlers, or none when they do not fit the contracts. */
  async subscribe(handlers: readonly SubscribedHandler[]): Promise<void> {
    const consumed = handlers.flatMap(({ subscription }) => (subscription.kind === 'consume' ? [subscription] : []));
    checkHandlers(this.options.app, this.contracts, consumed);
    this.runnables = handlers.map((handler) => this.runnableOf(handler));
    await Promise.all(this.runnables.map((runnable) => runnable.start()));
  }

  /** Stop taking first, while everything handlers need is still there. */
  async onModuleDestroy(): Promise<void> {
    const { graceMs = 10_000 } = this.options;
    await Promise.all(this.runnables.map((runnable) => runnable.stop(graceMs)));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queries.close();
    await this.confirmed.close();
    await this.connection.close();
  }

  private async checkTopology(): Promise<void> {
    const { app } = this.options;
    const topology = topologyOf({ ...this.options, contracts: this.contracts });
    const own = ownQueues(app, this.contracts);
    const publishesTo = this.contracts
      .filter(({ publisher }) => publisher === app)
      .flatMap(({ consumers }) => consumers);
    await checkTopology(this.connection, topology, { ownQueues: own, publishesTo });
    const shown = { ...topology, queues: topology.queues.filter(({ queue }) => own.includes(queue)) };
    for (const line of printTopology(shown)) this.logger.log(line);
  }

  private runnableOf({ subscription, handle }: SubscribedHandler): Runnable {
    const { prefix, connection } = this;
    const { ladder = topologyOf().ladder, prefetch = 10 } = this.options;
    switch (subscription.kind) {
      case 'consume':
        return new QueueConsumer(connection, new FailedDeliveries(this.confirmed, prefix), {
          event: subscription.event,
          queue: subscription.queue,
          prefetch: subscription.prefetch ?? prefetch,
          prefix,
          ladder,
          handle,
        });
      case 'listen':
        return new Listener(connection, { events: subscription.events, prefix, handle });
      case 'answer':
        return new QueryResponder(connection, { query: subscription.query, prefix, prefetch, handle });
    }
  }
}
