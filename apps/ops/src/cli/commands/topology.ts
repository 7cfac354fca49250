import { readConfig } from '@callbook/config';
import { declareTopology, parseLadder, printTopology, type Topology, topologyOf } from '@callbook/messaging';
import { BrokerConfig, TopologyConfig } from '../../config';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';

/** `callbook topology print`: what the broker must have; needs no broker. */
export function printTopologyCommand({ env }: CommandLine): Promise<Answer> {
  return Promise.resolve(answer(topologyOf(optionsOf(readConfig(TopologyConfig, env)))));
}

/** `callbook topology declare`: exchange, queues, dead letters and rungs, before anything is published. */
export async function declareTopologyCommand({ env }: CommandLine): Promise<Answer> {
  const config = readConfig(BrokerConfig, env);
  const options = optionsOf(config);
  return answer(
    await declareTopology(config.RABBITMQ_URL, options).catch((error: unknown) => {
      throw brokerFailure(error) ?? error;
    }),
  );
}

function answer(topology: Topology): Answer {
  return { json: topology, text: printTopology(topology).join('\n') };
}

function optionsOf({ MESSAGING_PREFIX, RETRY_LADDER, DELIVERY_LIMIT }: TopologyConfig) {
  return { prefix: MESSAGING_PREFIX, ladder: ladderOf(RETRY_LADDER), deliveryLimit: DELIVERY_LIMIT };
}

function ladderOf(text: string): number[] {
  try {
    return parseLadder(text);
  } catch (cause) {
    throw new CommandFailure((cause as Error).message, 'Correct RETRY_LADDER.', 2, [], { cause });
  }
}

function brokerFailure(error: unknown): CommandFailure | undefined {
  const { code, message } = error as { code?: unknown; message: string };
  // The broker's own words: a queue of that name has other arguments.
  if (code === 406) {
    const next = 'Arguments cannot be changed under a name: empty and delete that queue, then declare again.';
    return new CommandFailure(message, next, 1, [], { cause: error });
  }
  if (message.includes('ACCESS_REFUSED') || code === 403)
    return new CommandFailure(
      'RabbitMQ refuses the user or password in RABBITMQ_URL.',
      'Correct RABBITMQ_URL; the user needs the right to configure.',
      1,
      [],
      { cause: error },
    );
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code))
    return new CommandFailure(
      `No RabbitMQ answers at the address in RABBITMQ_URL (${code}).`,
      'Start RabbitMQ, or correct RABBITMQ_URL.',
      1,
      [],
      { cause: error },
    );
  return undefined;
}
