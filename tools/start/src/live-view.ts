import { eventsExchange } from '@callbook/messaging';
import { type ChannelModel, connect } from 'amqplib';

export interface LiveViewOptions {
  readonly rabbitmqUrl: string;
  readonly prefix: string;
  /** Takes the body of every event that passes. */
  readonly show: (body: Buffer) => void;
  /** Told when the broker goes away, and when it is back. */
  readonly brokerIs: (state: 'gone' | 'back') => void;
}

export interface LiveView {
  close(): Promise<void>;
}

/**
 * Shows every event that passes, from a queue of its own that vanishes with it. Nothing is kept for it: what passes while
 * it is not connected is not shown.
 */
export async function openLiveView({ rabbitmqUrl, prefix, show, brokerIs }: LiveViewOptions): Promise<LiveView> {
  const watch = async (broker: ChannelModel) => {
    const channel = await broker.createChannel();
    channel.on('error', () => undefined); // its connection is lost with it, and made again
    const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
    await channel.bindQueue(queue, eventsExchange(prefix), '#');
    await channel.consume(queue, (message) => message && show(message.content), { noAck: true });
  };
  const broker = await connect(rabbitmqUrl, {
    clientProperties: { connection_name: 'callbook-live-view' },
    recovery: { initialDelay: 200, maxDelay: 2_000, setup: watch },
  });
  let lost = false;
  broker.on('error', () => undefined);
  broker.on('disconnect', () => {
    if (!lost) brokerIs('gone');
    lost = true;
  });
  broker.on('connect', () => {
    if (lost) brokerIs('back');
    lost = false;
  });
  return { close: () => broker.close() };
}
