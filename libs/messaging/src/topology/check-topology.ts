import { closeChannel } from '../connection/close-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { deadQueueName, eventsExchange, publicExchange, queueName, rungQueueName, type Topology } from './topology';

/** Something the app needs is not at the broker. */
export class TopologyIncomplete extends Error {
  override readonly name = 'TopologyIncomplete';

  constructor(missing: readonly string[]) {
    super(`The broker lacks ${missing.join(', ')}. Run: npx callbook topology declare`);
  }
}

/**
 * Makes sure that what an app needs is there: nothing is published or consumed before. Looking changes nothing; binding
 * the app's own queues again is harmless and repairs a binding somebody removed.
 * @param publishesTo queues that must exist because this app publishes to them
 * @throws TopologyIncomplete naming all that is missing
 */
export async function checkTopology(
  connection: RabbitMqConnection,
  topology: Topology,
  { ownQueues, publishesTo }: { ownQueues: readonly string[]; publishesTo: readonly string[] },
): Promise<void> {
  const { prefix, ladder, queues } = topology;
  const exchanges = [eventsExchange(prefix), publicExchange(prefix), ...ladder.map((ms) => rungQueueName(prefix, ms))];
  const needed = [...new Set([...ownQueues, ...publishesTo])];
  const queueNames = [
    ...needed.flatMap((queue) => [queueName(prefix, queue), deadQueueName(prefix, queue)]),
    ...ladder.map((ms) => rungQueueName(prefix, ms)),
  ];
  const looks = [
    ...exchanges.map((name) => ({ what: `exchange ${name}`, look: lookFor(connection, 'checkExchange', name) })),
    ...queueNames.map((name) => ({ what: `queue ${name}`, look: lookFor(connection, 'checkQueue', name) })),
  ];
  const found = await Promise.all(looks.map(({ look }) => look));
  const missing = looks.filter((_, index) => !found[index]).map(({ what }) => what);
  if (missing.length > 0) throw new TopologyIncomplete(missing);

  const channel = await connection.createChannel();
  const own = queues.filter(({ queue }) => ownQueues.includes(queue));
  await Promise.all(
    own.flatMap(({ queue, bindingKeys }) =>
      bindingKeys.map((key) => channel.bindQueue(queueName(prefix, queue), eventsExchange(prefix), key)),
    ),
  );
  await closeChannel(channel);
}

/** On a channel of its own, because the broker closes the channel that asked for something missing. */
async function lookFor(
  connection: RabbitMqConnection,
  look: 'checkExchange' | 'checkQueue',
  name: string,
): Promise<boolean> {
  const channel = await connection.createChannel();
  try {
    await channel[look](name);
    await closeChannel(channel);
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 404) return false;
    throw error;
  }
}
