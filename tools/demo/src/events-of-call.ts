import { eventsExchange } from '@callbook/messaging';
import { connect } from 'amqplib';

/** Each is the last of its kind: nothing more comes of a call that booked. */
const lastOnes = ['appointment.recorded.v1', 'call.analyzed.v1', 'call.function-answered.v1'];
const timeoutMs = 15_000;

export interface WatchedEvents {
  /**
   * Types of all events of a call that booked, each once, in the order the broker gave them to us; resolves when the last ones are there.
   * @throws Error naming those that are missing after 15 s
   */
  ofCall(callId: string): Promise<string[]>;
  close(): Promise<void>;
}

interface PassingEvent {
  readonly id: string;
  readonly type: string;
  readonly correlationid: string;
}

/** From now on sees every event as the broker gives it to its subscribers, in a queue that ends with this connection. */
export async function watchEvents(rabbitmqUrl: string): Promise<WatchedEvents> {
  /** By id: the same event may come twice. */
  const seen = new Map<string, PassingEvent>();
  let arrived = (): void => undefined;
  const broker = await connect(rabbitmqUrl);
  const channel = await broker.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
  await channel.bindQueue(queue, eventsExchange(''), '#');
  const take = (body: Buffer) => {
    const event = JSON.parse(body.toString()) as PassingEvent;
    if (!seen.has(event.id)) seen.set(event.id, event);
    arrived();
  };
  await channel.consume(queue, (message) => message && take(message.content), { noAck: true });
  const typesOf = (callId: string) =>
    [...seen.values()].flatMap(({ type, correlationid }) => (correlationid === callId ? [type] : []));
  return {
    ofCall: (callId) =>
      new Promise((settle, reject) => {
        const missing = () => lastOnes.filter((type) => !typesOf(callId).includes(type));
        const giveUp = () => reject(new Error(`Not seen on the broker: ${missing().join(', ')}`));
        const timer = setTimeout(giveUp, timeoutMs);
        arrived = () => {
          if (missing().length > 0) return;
          clearTimeout(timer);
          settle(typesOf(callId));
        };
        arrived();
      }),
    close: () => broker.close(),
  };
}
