import { type EventClass, eventContracts, everyCompany } from '@callbook/contracts';
import { defaultLadder, rungName } from './ladder';

export interface TopologyOptions {
  /** Before every exchange and queue; empty in production, tests have their own. */
  readonly prefix?: string;
  /** Milliseconds of each rung, rising. */
  readonly ladder?: readonly number[];
  /** Hand-overs of one message without an answer before the broker puts it aside; default 20. */
  readonly deliveryLimit?: number;
  readonly contracts?: readonly EventClass[];
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
}: TopologyOptions = {}): Topology {
  const bindings = new Map<string, string[]>();
  for (const contract of contracts) {
    for (const queue of contract.consumers)
      bindings.set(queue, [...(bindings.get(queue) ?? []), everyCompany(contract)]);
  }
  const queues = [...bindings].map(([queue, bindingKeys]) => ({ queue, bindingKeys }));
  return { prefix, ladder, deliveryLimit, queues };
}

export const eventsExchange = (prefix: string): string => `${prefix}callbook.events`;
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
    ...queues.map(
      ({ queue, bindingKeys }) =>
        `queue ${queueName(prefix, queue)} <- ${bindingKeys.join(', ')} (${limit}, then ${deadQueueName(prefix, queue)})`,
    ),
    ...ladder.map((ms) => `rung ${rungQueueName(prefix, ms)} (back to the queue that failed after ${rungName(ms)})`),
  ];
}
