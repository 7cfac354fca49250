import { type Channel, connect } from 'amqplib';
import { closeChannel } from '../connection/close-channel';
import { type Topology, type TopologyOptions, topologyOf } from './topology';
import { wantedTopology } from './wanted-topology';

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
    await closeChannel(channel);
  } finally {
    await connection.close().catch(() => undefined);
  }
  return topology;
}

async function declare(channel: Channel, topology: Topology): Promise<void> {
  const { exchanges, queues, bindings } = wantedTopology(topology);
  for (const { name, type } of exchanges) await channel.assertExchange(name, type, { durable: true });
  for (const { name, arguments: args } of queues) await channel.assertQueue(name, { durable: true, arguments: args });
  for (const { queue, exchange, key } of bindings) await channel.bindQueue(queue, exchange, key);
}
