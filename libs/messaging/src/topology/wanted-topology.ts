import { deadQueueName, eventsExchange, publicExchange, queueName, rungQueueName, type Topology } from './topology';

type Arguments = Readonly<Record<string, string | number>>;

export interface WantedExchange {
  readonly name: string;
  readonly type: 'topic' | 'fanout';
}

export interface WantedQueue {
  readonly name: string;
  readonly arguments: Arguments;
}

export interface WantedBinding {
  readonly exchange: string;
  readonly queue: string;
  readonly key: string;
}

/** Names and arguments at the broker; a queue stands behind the one its messages end in. */
export interface WantedTopology {
  readonly exchanges: readonly WantedExchange[];
  readonly queues: readonly WantedQueue[];
  readonly bindings: readonly WantedBinding[];
}

/** Copies survive the loss of a node, and nothing is dropped on the way to another queue: the broker waits for its confirm. */
const safe: Arguments = { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish' };
/**
 * Dead letters outlast any number of crashes of whoever collects them. A queue that names no limit has one of 20 on
 * RabbitMQ 4, and without a dead-letter exchange of its own it drops what exceeds that; 3.10 has no word for "none".
 */
const practicallyUnlimited: Arguments = { 'x-delivery-limit': 1_000_000 };
const deadLetteringTo = (routingKey?: string): Arguments => ({
  ...safe,
  'x-dead-letter-exchange': '',
  'x-dead-letter-strategy': 'at-least-once',
  ...(routingKey && { 'x-dead-letter-routing-key': routingKey }),
});

/** A topology as the broker has to have it. */
export function wantedTopology({ prefix, ladder, deliveryLimit, queues }: Topology): WantedTopology {
  const events = eventsExchange(prefix);
  const rungs = ladder.map((ms) => ({ name: rungQueueName(prefix, ms), ms }));
  return {
    exchanges: [
      { name: events, type: 'topic' },
      { name: publicExchange(prefix), type: 'topic' },
      ...rungs.map(({ name }) => ({ name, type: 'fanout' as const })),
    ],
    queues: [
      // Without a routing key of its own a message keeps its last one: the name of the queue that failed.
      ...rungs.map(({ name, ms }) => ({ name, arguments: { ...deadLetteringTo(), 'x-message-ttl': ms } })),
      ...queues.flatMap(({ queue }) => {
        const dead = deadQueueName(prefix, queue);
        return [
          { name: dead, arguments: { ...safe, ...practicallyUnlimited } },
          {
            name: queueName(prefix, queue),
            arguments: { ...deadLetteringTo(dead), 'x-delivery-limit': deliveryLimit },
          },
        ];
      }),
    ],
    bindings: [
      ...rungs.map(({ name }) => ({ exchange: name, queue: name, key: '' })),
      ...queues.flatMap(({ queue, bindingKeys }) =>
        bindingKeys.map((key) => ({ exchange: events, queue: queueName(prefix, queue), key })),
      ),
    ],
  };
}
