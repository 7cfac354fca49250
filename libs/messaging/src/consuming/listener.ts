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

  stop(): Promise<void> {
    return this.channel.close();
  }

  private async listenOn(channel: Channel): Promise<void> {
    const { events, prefix } = this.options;
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
    await Promise.all(events.map((event) => channel.bindQueue(queue, eventsExchange(prefix), everyCompany(event))));
    await channel.consume(queue, (message) => message && void this.hear(message), { noAck: true });
  }

  private async hear(message: ConsumeMessage): Promise<void> {
    const contract = this.options.events.find(({ type }) => type === message.properties.type);
    try {
      if (!contract) return;
      const event = parseEvent(contract, JSON.parse(message.content.toString('utf8')));
      await correlation.run({ correlationId: event.correlationid, causationId: event.id }, () =>
        this.options.handle(event),
      );
    } catch (error) {
      failures.inc({ type: contract?.type ?? 'unknown' });
      this.logger.error(`listener could not use ${contract?.type}: ${(error as Error).name}`);
    }
  }
}
