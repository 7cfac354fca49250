import { type EventClass, eventContracts, everyCompany, everyEventQueues } from '@callbook/contracts';
import { defaultLadder, rungName } from './ladder';

export interface TopologyOptions {
  /** Before every exchange and queue; empty in production, tests have their own. */
  readonly prefix?: string;
  /** Milliseconds of each rung, rising. */
  readonly ladder?: readonly number[];
  /** Hand-overs of one message without an answer before the broker puts it aside; default 20. */
  readonly deliveryLimit?: number;
  readonly contracts?: readonly EventClass[];
  /** Queues that take every event, known or not; default those of the contracts' table, and none beside other contracts. */
  readonly everyEvent?: readonly string[];
}

export interface ConsumerQueue {
  /** As in the contracts, without prefix. */
  readonly queue: string;
  readonly bindingKeys: readonly string[];
}

/** Everything that must exist at the broker, as data. */
export interface Topology {
  readonly prefix: string;
  readonly ladder: readonly number[];
  readonly deliveryLimit: number;
  readonly queues: readonly ConsumerQueue[];
}

/** The topology that follows from the contracts. */
export function topologyOf({
  prefix = '',
  ladder = defaultLadder,
  deliveryLimit = 20,
  contracts = eventContracts,
  everyEvent = everyEventOf(contracts),
}: TopologyOptions = {}): Topology {
  const bindings = new Map(everyEvent.map((queue) => [queue, ['#']]));
  for (const contract of contracts) {
    for (const queue of contract.consumers)
      bindings.set(queue, [...(bindings.get(queue) ?? []), everyCompany(contract)]);
  }
  const queues = [...bindings].map(([queue, bindingKeys]) => ({ queue, bindingKeys }));
  return { prefix, ladder, deliveryLimit, queues };
}

/** Who has contracts of their own has consumers of their own. */
export function everyEventOf(contracts: readonly EventClass[]): readonly string[] {
  return contracts === eventContracts ? everyEventQueues : [];
}

export const eventsExchange = (prefix: string): string => `${prefix}callbook.events`;
/** Where those outside bind: the same routing keys, without what is a secret. */
export const publicExchange = (prefix: string): string => `${prefix}callbook.public`;
export const queueName = (prefix: string, queue: string): string => `${prefix}${queue}`;
export const deadQueueName = (prefix: string, queue: string): string => `${prefix}${queue}.dead`;
/** Exchange and queue of a rung share one name. */
export const rungQueueName = (prefix: string, ms: number): string => `${prefix}callbook.retry.${rungName(ms)}`;

/** For people: one line an exchange, queue or rung. Without a delivery limit where that is not known. */
export function printTopology({
  prefix,
  ladder,
  deliveryLimit,
  queues,
}: Omit<Topology, 'deliveryLimit'> & { readonly deliveryLimit: number | undefined }): string[] {
  const limit = deliveryLimit === undefined ? 'delivery limit' : `delivery limit ${deliveryLimit}`;
  return [
    `exchange ${eventsExchange(prefix)} (topic)`,
    `exchange ${publicExchange(prefix)} (topic, for subscribers outside)`,
    ...queues.map(
      ({ queue, bindingKeys }) =>
        `queue ${queueName(prefix, queue)} <- ${bindingKeys.join(', ')} (${limit}, then ${deadQueueName(prefix, queue)})`,
    ),
    ...ladder.map((ms) => `rung ${rungQueueName(prefix, ms)} (back to the queue that failed after ${rungName(ms)})`),
  ];
}
