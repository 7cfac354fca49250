import { type Channel, connect } from 'amqplib';
import {
  deadQueueName,
  eventsExchange,
  queueName,
  rungQueueName,
  type Topology,
  type TopologyOptions,
  topologyOf,
} from './topology';

/** Copies survive the loss of a node, and nothing is dropped on the way to another queue: the broker waits for its confirm. */
const safe = { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish' };
/**
 * Dead letters outlast any number of crashes of whoever collects them. A queue that names no limit has one of 20 on
 * RabbitMQ 4, and without a dead-letter exchange of its own it drops what exceeds that; 3.10 has no word for "none".
 */
const practicallyUnlimited = { 'x-delivery-limit': 1_000_000 };
const deadLetteringTo = (routingKey?: string) => ({
  ...safe,
  'x-dead-letter-exchange': '',
  'x-dead-letter-strategy': 'at-least-once',
  ...(routingKey && { 'x-dead-letter-routing-key': routingKey }),
});

/**
 * Declares exchange, queues, dead letters and rungs. Safe to run again; a queue that exists with other arguments is an
 * error, for arguments cannot be changed under a name.
 */
export async function declareTopology(url: string, options: TopologyOptions = {}): Promise<Topology> {
  const topology = topologyOf(options);
  const connection = await connect(url, { timeout: 10_000 });
  // A refused declaration closes the channel; the command in flight is rejected with the broker's words.
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    await declare(channel, topology);
    await channel.close();
  } finally {
    await connection.close().catch(() => undefined);
  }
  return topology;
}

async function declare(channel: Channel, { prefix, ladder, deliveryLimit, queues }: Topology): Promise<void> {
  await channel.assertExchange(eventsExchange(prefix), 'topic', { durable: true });
  for (const ms of ladder) {
    const rung = rungQueueName(prefix, ms);
    await channel.assertExchange(rung, 'fanout', { durable: true });
    // Without a routing key of its own a message keeps its last one: the name of the queue that failed.
    await channel.assertQueue(rung, { durable: true, arguments: { ...deadLetteringTo(), 'x-message-ttl': ms } });
    await channel.bindQueue(rung, rung, '');
  }
  for (const { queue, bindingKeys } of queues) {
    const dead = deadQueueName(prefix, queue);
    await channel.assertQueue(dead, { durable: true, arguments: { ...safe, ...practicallyUnlimited } });
    await channel.assertQueue(queueName(prefix, queue), {
      durable: true,
      arguments: { ...deadLetteringTo(dead), 'x-delivery-limit': deliveryLimit },
    });
    for (const key of bindingKeys) await channel.bindQueue(queueName(prefix, queue), eventsExchange(prefix), key);
  }
}
