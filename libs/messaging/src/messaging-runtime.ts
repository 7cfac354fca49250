import { type EventClass, eventContracts } from '@callbook/contracts';
import { type Health } from '@callbook/observability';
import { Logger, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { RabbitMqConnection } from './connection/rabbitmq-connection';
import { FailedDeliveries } from './consuming/failed-deliveries';
import { Listener } from './consuming/listener';
import { checkAnswers, checkHandlers, ownQueues } from './consuming/own-queues';
import { QueueConsumer } from './consuming/queue-consumer';
import { DeadQueues } from './dead-letters/dead-queues';
import { QueueSender } from './dead-letters/queue-sender';
import { showDepths } from './depths/depth-gauges';
import type { Subscription } from './consuming/consume.decorator';
import type { Delivery } from './consuming/delivery';
import { ConfirmedPublisher } from './publishing/confirmed-publisher';
import { EventPublisher } from './publishing/event-publisher';
import { QueryClient } from './queries/query-client';
import { QueryResponder } from './queries/query-responder';
import { checkTopology } from './topology/check-topology';
import { everyEventOf, printTopology, queueName, topologyOf, type TopologyOptions } from './topology/topology';

export interface MessagingOptions extends Omit<TopologyOptions, 'deliveryLimit'> {
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

/** Safe to run again. When it throws, the message is handled once more. */
export type ReplayedHandler = (delivery: Delivery, replayId: string) => Promise<void>;

interface Runnable {
  /** Of what it takes from, for people. */
  readonly name: string;
  /** Whether the broker has it as a consumer, as far as we have heard. */
  readonly isTaking: boolean;
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
  readonly deadQueues: DeadQueues;
  readonly queueSender: QueueSender;
  private readonly logger = new Logger('Messaging');
  private readonly sending: RabbitMqConnection;
  private readonly taking: RabbitMqConnection;
  private topologyProblem?: string = 'not connected yet';
  private readonly confirmed: ConfirmedPublisher;
  private readonly contracts: readonly EventClass[];
  private readonly everyEvent: readonly string[];
  private readonly prefix: string;
  private readonly ladder: readonly number[];
  private readonly ownQueues: readonly string[];
  private replayed: ReplayedHandler = async () => {};
  /** Undefined until the app has subscribed. */
  private runnables?: readonly Runnable[];

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
    this.ladder = topologyOf(options).ladder;
    this.everyEvent = options.everyEvent ?? everyEventOf(contracts);
    this.ownQueues = ownQueues(app, contracts, this.everyEvent);
    this.sending = new RabbitMqConnection(url, `callbook-${app}-sending`);
    this.taking = new RabbitMqConnection(url, `callbook-${app}-taking`);
    this.confirmed = new ConfirmedPublisher(this.sending, confirmTimeoutMs);
    this.publisher = new EventPublisher(this.confirmed, { app, prefix, contracts });
    this.queries = new QueryClient(this.sending, { prefix, timeoutMs: queryTimeoutMs });
    const { queues } = topologyOf({ ...options, contracts });
    const names = queues.map(({ queue }) => queue);
    this.deadQueues = new DeadQueues(this.taking, prefix, names);
    this.queueSender = new QueueSender(this.confirmed, this.taking, prefix);
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

  /** `remember` is told of every replayed message that was handled, before it is acknowledged. There is one at most. */
  whenReplayed(remember: ReplayedHandler): void {
    this.replayed = remember;
  }

  /** Starts all of the app's handlers, or none when they do not fit the contracts. */
  async subscribe(handlers: readonly SubscribedHandler[]): Promise<void> {
    const consumed = handlers.flatMap(({ subscription }) => (subscription.kind === 'consume' ? [subscription] : []));
    checkHandlers(this.options.app, this.contracts, consumed, this.everyEvent);
    checkAnswers(handlers.flatMap(({ subscription }) => (subscription.kind === 'answer' ? [subscription.query] : [])));
    const runnables = handlers.map((handler) => this.runnableOf(handler));
    this.runnables = runnables;
    await Promise.all(runnables.map((runnable) => runnable.start()));
    const { prefix, ladder, ownQueues: queues } = this;
    if (queues.length > 0) showDepths(this.taking, { prefix, queues, ladder });
  }

  /** Stop taking first, while everything handlers need is still there. */
  async onModuleDestroy(): Promise<void> {
    const { graceMs = 10_000 } = this.options;
    await Promise.all(this.runnables?.map((runnable) => runnable.stop(graceMs)) ?? []);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queries.close();
    await this.deadQueues.close();
    await this.confirmed.close();
    await Promise.all([this.sending.close(), this.taking.close()]);
  }

  private async checkTopology(): Promise<void> {
    const { app } = this.options;
    const topology = topologyOf({ ...this.options, contracts: this.contracts, everyEvent: this.everyEvent });
    const publishesTo = this.contracts
      .filter(({ publisher }) => publisher === app)
      .flatMap(({ consumers }) => consumers);
    try {
      await checkTopology(this.sending, topology, { ownQueues: this.ownQueues, publishesTo });
      this.topologyProblem = undefined;
    } catch (error) {
      this.topologyProblem = (error as Error).message;
      throw error;
    }
    const queues = topology.queues.filter(({ queue }) => this.ownQueues.includes(queue));
    // Not the delivery limit: it is what `topology declare` was told, and the broker does not say it.
    for (const line of printTopology({ ...topology, queues, deliveryLimit: undefined })) this.logger.log(line);
  }

  private async checkHealth(): Promise<void> {
    if (!this.sending.isConnected || !this.taking.isConnected) throw new Error('not connected');
    if (this.sending.isBlocked) throw new Error('the broker takes no messages for now');
    if (this.topologyProblem) throw new Error(this.topologyProblem);
    const idle = this.notTaking();
    if (idle.length > 0) throw new Error(`not consuming ${idle.join(', ')}`);
  }

  /** Queues, by their names at the broker, that messages may lie in while nobody of us takes them. */
  private notTaking(): readonly string[] {
    if (!this.runnables) return this.ownQueues.map((queue) => queueName(this.prefix, queue));
    return this.runnables.filter(({ isTaking }) => !isTaking).map(({ name }) => name);
  }

  private runnableOf({ subscription, handle }: SubscribedHandler): Runnable {
    const { prefix, taking, ladder } = this;
    const { prefetch = 10 } = this.options;
    switch (subscription.kind) {
      case 'consume':
        return new QueueConsumer(taking, new FailedDeliveries(this.confirmed, prefix), {
          event: subscription.event,
          queue: subscription.queue,
          prefetch: subscription.prefetch ?? prefetch,
          prefix,
          ladder,
          handle,
          replayed: (delivery, replayId) => this.replayed(delivery, replayId),
        });
      case 'listen':
        return new Listener(taking, { events: subscription.events, prefix, handle });
      case 'answer':
        return new QueryResponder(taking, { query: subscription.query, prefix, prefetch, handle });
    }
  }
}
