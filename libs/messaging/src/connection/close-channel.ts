import type { Channel } from 'amqplib';

/** Settles also when the connection is lost before the broker has answered; amqplib's own promise never would. */
export function closeChannel(channel: Pick<Channel, 'close' | 'once'>): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.once('close', resolve);
    channel.close().then(resolve, reject);
  });
}
