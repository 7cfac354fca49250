import type { Channel } from 'amqplib';
import { closeChannel } from '../connection/close-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';

export interface QueueLook {
  /** Ready for delivery: without what consumers hold. */
  readonly messagesReady: number;
  readonly consumers: number;
}

/**
 * What the broker says about queues, by name, on a channel of its own. A queue that is missing is left out. One question
 * after the other: looking must not load the broker. Takes as long as the broker takes.
 * @throws Error when there is no broker to ask
 */
export async function lookAtQueues(
  connection: Pick<RabbitMqConnection, 'createChannel'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, QueueLook>> {
  const looks = new Map<string, QueueLook>();
  let channel: Channel | undefined;
  for (const name of names) {
    channel ??= await connection.createChannel();
    try {
      const { messageCount, consumerCount } = await channel.checkQueue(name);
      looks.set(name, { messagesReady: messageCount, consumers: consumerCount });
    } catch (error) {
      if ((error as { code?: number }).code !== 404) throw error;
      channel = undefined; // the broker closes the channel that asked for something missing
    }
  }
  if (channel) await closeChannel(channel);
  return looks;
}
