import { eventsExchange } from '@callbook/messaging';
import { connect } from 'amqplib';

/** An event as the broker gave it out. */
export interface PassedEvent {
  readonly id: string;
  readonly type: string;
  readonly causationId: string | undefined;
  readonly correlationId: string;
  /** The app that published it. */
  readonly app: string;
  readonly routingKey: string;
  readonly body: string;
  /** Milliseconds of this process's `performance.now()`. */
  readonly at: number;
}

export interface EventTap {
  readonly events: readonly PassedEvent[];
  close(): Promise<void>;
}

/** From now on sees every event that is published, in a queue that ends with this connection. */
export async function tapEvents(rabbitmqUrl: string, prefix = ''): Promise<EventTap> {
  const events: PassedEvent[] = [];
  const broker = await connect(rabbitmqUrl);
  const channel = await broker.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
  await channel.bindQueue(queue, eventsExchange(prefix), '#');
  await channel.consume(
    queue,
    (message) => {
      if (!message) return;
      const at = performance.now();
      const body = message.content.toString('utf8');
      const { id, type, causationid, correlationid } = JSON.parse(body) as Record<string, string>;
      const { appId } = message.properties as { appId?: string };
      events.push({
        id: String(id),
        type: String(type),
        causationId: causationid,
        correlationId: String(correlationid),
        app: String(appId),
        routingKey: message.fields.routingKey,
        body,
        at,
      });
    },
    { noAck: true },
  );
  return { events, close: () => broker.close() };
}
