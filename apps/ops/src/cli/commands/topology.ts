import { readConfig } from '@callbook/config';
import {
  compareTopology,
  declareTopology,
  lookAtTopology,
  migrateQueue,
  parseLadder,
  printTopology,
  problemsOverAmqp,
  QueueInUse,
  rungName,
  type Topology,
  type TopologyProblem,
  topologyOf,
  wantedTopology,
} from '@callbook/messaging';
import { foundTopology, managementOf } from '../../broker/management-view';
import { BrokerConfig, BrokerLookConfig, TopologyConfig } from '../../config';
import { ManagementError } from '../../subscribers/broker-management';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withBroker } from '../with-broker';

/** `callbook topology print`: what the broker must have; needs no broker. */
export function printTopologyCommand({ env }: CommandLine): Promise<Answer> {
  return Promise.resolve(answer(topologyOf(topologyOptions(readConfig(TopologyConfig, env)))));
}

/** `callbook topology declare`: exchange, queues, dead letters and rungs, before anything is published. */
export async function declareTopologyCommand({ env }: CommandLine): Promise<Answer> {
  const config = readConfig(BrokerConfig, env);
  return answer(await withBroker(declareTopology(config.RABBITMQ_URL, topologyOptions(config)).catch(otherArguments)));
}

/** `callbook topology check`: what is missing at the broker, or has other arguments. */
export async function checkTopologyCommand({ env }: CommandLine): Promise<Answer> {
  const config = readConfig(BrokerLookConfig, env);
  const { problems, sawBindings } = await problemsOf(config, topologyOf(topologyOptions(config)));
  const lines = problems.map(({ kind, name, what, repair }) => `${kind} ${name} ${what}. Repair: ${repairs[repair]}`);
  const unseen = 'Bindings cannot be looked at without the management API: set RABBITMQ_MANAGEMENT_URL.';
  const end = problems.length > 0 ? `${problems.length} to repair.` : 'The rest is as it should be.';
  const exitCode = problems.length > 0 ? 1 : sawBindings ? undefined : 2;
  return {
    json: { problems, sawBindings },
    text: [
      ...lines,
      ...(sawBindings ? [] : [unseen]),
      problems.length + Number(!sawBindings) > 0 ? end : 'The broker has all it should have.',
    ].join('\n'),
    ...(exitCode && { exitCode }),
  };
}

const repairs = { declare: 'callbook topology declare', migrate: 'callbook topology migrate' } as const;

async function problemsOf(
  { RABBITMQ_URL, RABBITMQ_MANAGEMENT_URL }: BrokerLookConfig,
  topology: Topology,
): Promise<{ problems: readonly TopologyProblem[]; sawBindings: boolean }> {
  if (!RABBITMQ_MANAGEMENT_URL)
    return { problems: await withBroker(problemsOverAmqp(RABBITMQ_URL, topology)), sawBindings: false };
  const found = await foundTopology(managementOf(RABBITMQ_MANAGEMENT_URL, RABBITMQ_URL)).catch((cause: unknown) => {
    if (!(cause instanceof ManagementError)) throw cause;
    const next = 'Correct RABBITMQ_MANAGEMENT_URL; without it everything but bindings is looked at.';
    throw new CommandFailure(`The management API did not answer (${cause.message}).`, next, 2, [], { cause });
  });
  return { problems: compareTopology(wantedTopology(topology), found), sawBindings: true };
}

/** `callbook topology migrate`: gives queues that have other arguments those they should have, and loses nothing. */
export async function migrateTopologyCommand(
  { env }: CommandLine,
  { yes = false }: { readonly yes?: boolean },
): Promise<Answer> {
  const config = readConfig(BrokerLookConfig, env);
  const topology = topologyOf(topologyOptions(config));
  const { problems } = await problemsOf(config, topology);
  const exchanges = problems.filter(({ kind, repair }) => kind === 'exchange' && repair === 'migrate');
  if (exchanges.length > 0)
    throw new CommandFailure(
      `Exchange ${exchanges.map(({ name, what }) => `${name} ${what}`).join(', ')}.`,
      'Nothing waits in an exchange: stop the apps, delete it, then run callbook topology declare.',
    );
  const names = [...new Set(problems.filter(({ repair }) => repair === 'migrate').map(({ name }) => name))];
  if (names.length === 0)
    return { json: { queues: [] }, text: 'Every queue there is has the arguments it should have.' };
  if (!yes) {
    const told = problems.filter(({ repair }) => repair === 'migrate').map(({ name, what }) => `${name} ${what}`);
    const text = [...told, 'Nothing was changed. Stop booking, records and ops, then add --yes.'].join('\n');
    return { json: { queues: names.map((queue) => ({ queue, moved: null })) }, text };
  }
  await refuseWhileUsed(config.RABBITMQ_URL, topology);
  const queues: { queue: string; moved: number }[] = [];
  for (const queue of names) {
    const moved = await withBroker(migrateQueue(config.RABBITMQ_URL, topology, queue).catch(inUse));
    queues.push({ queue, moved });
  }
  const text = [
    ...queues.map(({ queue, moved }) => `${queue}: done, ${moved} messages kept`),
    'Start the apps again.',
  ].join('\n');
  return { json: { queues }, text };
}

/** Whoever takes from a queue, or comes back to it from a rung, must not meet it while it is away. */
async function refuseWhileUsed(url: string, topology: Topology): Promise<void> {
  const { consumers, rungs } = await withBroker(lookAtTopology(url, topology));
  const used = consumers.filter(({ own }) => (own?.consumers ?? 0) > 0).map(({ queue }) => queue.split('.')[0]);
  if (used.length > 0)
    throw new CommandFailure(
      `${[...new Set(used)].join(', ')} still run.`,
      'Stop them, then try again. The gateways may go on.',
    );
  const waiting = rungs.filter(({ look }) => (look?.messagesReady ?? 0) > 0);
  if (waiting.length > 0)
    throw new CommandFailure(
      `Messages wait on the rungs ${waiting.map(({ ms }) => rungName(ms)).join(', ')}.`,
      'They return to their queues by themselves, after as long as the rung is called. Keep the apps stopped and try again then.',
    );
}

function inUse(error: unknown): never {
  if (!(error instanceof QueueInUse)) throw error;
  throw new CommandFailure(`Not done: ${error.message}.`, 'Stop whoever that is, then try again.', 1, [], {
    cause: error,
  });
}

function answer(topology: Topology): Answer {
  return { json: topology, text: printTopology(topology).join('\n') };
}

export function topologyOptions({ MESSAGING_PREFIX, RETRY_LADDER, DELIVERY_LIMIT }: TopologyConfig) {
  return { prefix: MESSAGING_PREFIX, ladder: ladderOf(RETRY_LADDER), deliveryLimit: DELIVERY_LIMIT };
}

function ladderOf(text: string): number[] {
  try {
    return parseLadder(text);
  } catch (cause) {
    throw new CommandFailure((cause as Error).message, 'Correct RETRY_LADDER.', 2, [], { cause });
  }
}

/** The broker's own words: a queue of that name has other arguments. */
function otherArguments(error: unknown): never {
  if ((error as { code?: unknown }).code !== 406) throw error;
  const next =
    'Arguments cannot be changed under a name: callbook topology check lists them, callbook topology migrate changes them.';
  throw new CommandFailure((error as Error).message, next, 1, [], { cause: error });
}
