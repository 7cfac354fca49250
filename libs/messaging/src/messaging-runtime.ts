import { type EventClass, eventContracts } from '@callbook/contracts';
import { type Health } from '@callbook/observability';
import { Logger, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { RabbitMqConnection } from './connection/rabbitmq-connection';
import { FailedDeliveries } from './consuming/failed-deliveries';
import { Listener } from './consuming/listener';
import { checkAnswers, checkHandlers, ownQueues } from './consuming/own-queues';
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
  /**
   * Whether the app can do nothing without the broker and had better not start (default). One that keeps what it
   * cannot send starts all the same, and is ready without it: it has to say itself what makes it unready.
   */
  readonly brokerRequired?: boolean;
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

/**
 * All of an app's messaging: its publisher and queries, and the consumers the transport adds. What is sent and what is
 * taken have a connection each: a broker short of memory stops the one, and must not hold up acknowledgements on the other.
 */
export class MessagingRuntime implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  readonly publisher: EventPublisher;
  readonly queries: QueryClient;
  private readonly logger = new Logger('Messaging');
  private readonly sending: RabbitMqConnection;
  private readonly taking: RabbitMqConnection;
  private topologyProblem?: string = 'not connected yet';
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
    this.sending = new RabbitMqConnection(url, `callbook-${app}-sending`);
    this.taking = new RabbitMqConnection(url, `callbook-${app}-taking`);
    this.confirmed = new ConfirmedPublisher(this.sending, confirmTimeoutMs);
    this.publisher = new EventPublisher(this.confirmed, { app, prefix, contracts });
    this.queries = new QueryClient(this.sending, { prefix, timeoutMs: queryTimeoutMs });
  }

  async onModuleInit(): Promise<void> {
    const { brokerRequired: required = true } = this.options;
    await Promise.all([this.sending.open({ required }), this.taking.open({ required })]);
    if (required) await this.checkTopology();
    else
      this.sending.onConnected(
        () => void this.checkTopology().catch((error: Error) => this.logger.error(error.message)),
      );
    await this.confirmed.start();
    await this.queries.start();
    if (required) this.health.register({ name: 'broker', check: () => this.checkHealth() });
  }

  /** Starts all of the app's handlers, or none when they do not fit the contracts. */
  async subscribe(handlers: readonly SubscribedHandler[]): Promise<void> {
    const consumed = handlers.flatMap(({ subscription }) => (subscription.kind === 'consume' ? [subscription] : []));
    checkHandlers(this.options.app, this.contracts, consumed);
    checkAnswers(handlers.flatMap(({ subscription }) => (subscription.kind === 'answer' ? [subscription.query] : [])));
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
    await Promise.all([this.sending.close(), this.taking.close()]);
  }

  private async checkTopology(): Promise<void> {
    const { app } = this.options;
    const topology = topologyOf({ ...this.options, contracts: this.contracts });
    const own = ownQueues(app, this.contracts);
    const publishesTo = this.contracts
      .filter(({ publisher }) => publisher === app)
      .flatMap(({ consumers }) => consumers);
    try {
      await checkTopology(this.sending, topology, { ownQueues: own, publishesTo });
      this.topologyProblem = undefined;
    } catch (error) {
      this.topologyProblem = (error as Error).message;
      throw error;
    }
    const shown = { ...topology, queues: topology.queues.filter(({ queue }) => own.includes(queue)) };
    for (const line of printTopology(shown)) this.logger.log(line);
  }

  private async checkHealth(): Promise<void> {
    if (!this.sending.isConnected || !this.taking.isConnected) throw new Error('not connected');
    if (this.sending.isBlocked) throw new Error('the broker takes no messages for now');
    if (this.topologyProblem) throw new Error(this.topologyProblem);
  }

  private runnableOf({ subscription, handle }: SubscribedHandler): Runnable {
    const { prefix, taking } = this;
    const { ladder = topologyOf().ladder, prefetch = 10 } = this.options;
    switch (subscription.kind) {
      case 'consume':
        return new QueueConsumer(taking, new FailedDeliveries(this.confirmed, prefix), {
          event: subscription.event,
          queue: subscription.queue,
          prefetch: subscription.prefetch ?? prefetch,
          prefix,
          ladder,
          handle,
        });
      case 'listen':
        return new Listener(taking, { events: subscription.events, prefix, handle });
      case 'answer':
        return new QueryResponder(taking, { query: subscription.query, prefix, prefetch, handle });
    }
  }
}
