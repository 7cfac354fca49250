import type { ChannelModel, ConfirmChannel, GetMessage } from 'amqplib';
import { closeChannel } from '../connection/close-channel';
import { besideQueue } from './compare-topology';
import { withConnection } from './look-at-topology';
import type { Topology } from './topology';
import { wantedTopology } from './wanted-topology';

/** How long the broker may take to confirm a message that is moved. Milliseconds. */
const confirmMs = 10_000;

/**
 * Gives a queue other arguments, which cannot be changed under a name: what waits in it, and what is published meanwhile, goes
 * into a queue beside it (`<queue>.moving`), the queue is deleted once it is empty and declared as it should be, and all goes
 * back. A message is taken from one queue when the other has confirmed it, so it may come twice and is not lost. Interrupted,
 * it is finished by running it again.
 *
 * Nobody may take from the queue, nothing wait on a rung, and nobody send to the queue past the exchange while this runs: the
 * caller has seen to that. The broker has no "delete if empty" for quorum queues.
 * @param queue at the broker, one of this topology
 * @returns how many messages were moved
 * @throws Error of the broker, or `QueueInUse`; everything that waited is in the queue or beside it
 */
export function migrateQueue(url: string, topology: Topology, queue: string): Promise<number> {
  const { queues, bindings } = wantedTopology(topology);
  const wanted = queues.find(({ name }) => name === queue);
  if (!wanted) throw new TypeError(`${queue} is none of this topology`);
  const own = bindings.filter((binding) => binding.queue === queue);
  return withConnection(url, async (connection) => {
    const old = await lookOf(connection, queue);
    if (old && old.consumerCount > 0) throw new QueueInUse(queue);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined); // the command in flight is rejected
    const beside = besideQueue(queue);

    await channel.assertQueue(beside, { durable: true, arguments: besideArguments });
    for (const { exchange, key } of own) await channel.bindQueue(beside, exchange, key);
    let moved = 0;
    if (old) {
      for (const { exchange, key } of own) await channel.unbindQueue(queue, exchange, key);
      moved = await moveAll(channel, queue, beside);
      await channel.deleteQueue(queue);
    }
    await channel.assertQueue(queue, { durable: true, arguments: wanted.arguments });
    for (const { exchange, key } of own) await channel.bindQueue(queue, exchange, key);
    for (const { exchange, key } of own) await channel.unbindQueue(beside, exchange, key);
    moved = Math.max(moved, await moveAll(channel, beside, queue));
    await channel.deleteQueue(beside);
    await closeChannel(channel);
    return moved;
  });
}

/** Somebody takes from it, and would lose it. Nothing was changed. */
export class QueueInUse extends Error {
  override readonly name = 'QueueInUse';

  constructor(queue: string) {
    super(`somebody consumes ${queue}`);
  }
}

const besideArguments = { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish', 'x-delivery-limit': 1_000_000 };

async function moveAll(channel: ConfirmChannel, from: string, to: string): Promise<number> {
  let returned = false;
  const noteReturn = () => void (returned = true);
  channel.on('return', noteReturn);
  for (let moved = 0; ; moved += 1) {
    const message = await channel.get(from);
    if (!message) {
      channel.off('return', noteReturn);
      return moved;
    }
    await send(channel, to, message);
    if (returned) throw new Error(`${to} is gone`);
    channel.ack(message);
  }
}

/** As it is. It has not been handed over to anybody yet, and nobody else gets a copy. */
async function send(channel: ConfirmChannel, to: string, { content, properties }: GetMessage): Promise<void> {
  const { headers, ...others } = properties as { headers?: Record<string, unknown> };
  const { 'x-delivery-count': _count, CC: _cc, BCC: _bcc, ...kept } = headers ?? {};
  const options = { ...others, headers: kept, persistent: true, mandatory: true };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${to}: no confirm within ${confirmMs} ms`)), confirmMs);
    channel.sendToQueue(to, content, options, (error: Error | null) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** On a channel of its own, because the broker closes the channel that asked for something missing. */
async function lookOf(connection: ChannelModel, queue: string): Promise<{ consumerCount: number } | undefined> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    const look = await channel.checkQueue(queue);
    await closeChannel(channel);
    return look;
  } catch (error) {
    if ((error as { code?: number }).code === 404) return undefined;
    throw error;
  }
}
