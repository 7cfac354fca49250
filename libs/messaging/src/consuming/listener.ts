import { type Event, type EventClass, everyCompany, parseEvent } from '@callbook/contracts';
import { correlation, counter } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import type { Channel, ConsumeMessage } from 'amqplib';
import { KeptChannel } from '../connection/kept-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { eventsExchange } from '../topology/topology';

const failures = counter({
  name: 'callbook_listener_failures_total',
  help: 'Messages a listener could not use',
  labelNames: ['type'],
});

export interface ListenerOptions {
  readonly events: readonly EventClass[];
  readonly prefix: string;
  readonly handle: (event: Event<object>) => Promise<unknown>;
}

/** Hears events with a queue of its own that lives and dies with the connection. */
export class Listener {
  private readonly logger = new Logger(Listener.name);
  private readonly channel: KeptChannel<Channel>;

  constructor(
    connection: RabbitMqConnection,
    private readonly options: ListenerOptions,
  ) {
    this.channel = new KeptChannel(connection, {
      open: () => connection.createChannel(),
      setUp: (channel) => this.listenOn(channel),
    });
  }

  start(): Promise<void> {
    return this.channel.start();
  }

  /** Its queue has another name with every connection. */
  get name(): string {
    return `events ${this.options.events.map(({ type }) => type).join(', ')}`;
  }

  get isTaking(): boolean {
    return this.channel.current !== undefined;
  }

  stop(): Promise<void> {
    return this.channel.close();
  }

  private async listenOn(channel: Channel): Promise<void> {
    const { events, prefix } = this.options;
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
    const keys = events.map(everyCompany);
    await Promise.all(keys.map((key) => channel.bindQueue(queue, eventsExchange(prefix), key)));
    const take = (message: ConsumeMessage | null) =>
      message ? void this.hear(message) : this.channel.replace(channel);
    await channel.consume(queue, take, { noAck: true });
  }

  private async hear({ content, properties }: ConsumeMessage): Promise<void> {
    const { events, handle } = this.options;
    const contract = events.find(({ type }) => type === properties.type);
    try {
      if (!contract) throw new Error('a message of no type listened to');
      const event = parseEvent(contract, JSON.parse(content.toString('utf8')));
      await correlation.run({ correlationId: event.correlationid, causationId: event.id }, () => handle(event));
    } catch (error) {
      const type = contract?.type ?? 'unknown';
      failures.inc({ type });
      this.logger.error(`listener could not use ${type}: ${(error as Error).name}`);
    }
  }
}
