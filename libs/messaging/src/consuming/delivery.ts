import type { ConsumeMessage } from 'amqplib';

/** One handing over of a message by the broker. */
export interface Delivery {
  /** As in the contracts, without prefix. */
  readonly queue: string;
  /** The same on every redelivery, retry and replay. */
  readonly messageId: string;
  /** Hand-overs so far, this one included, over all rungs. */
  readonly deliveries: number;
  /** Whether the broker has handed this copy over before. */
  readonly redelivered: boolean;
}

/** Headers of ours that travel with a message while it is retried and put aside. */
export const headers = {
  retries: 'x-callbook-retries',
  deliveries: 'x-callbook-deliveries',
  firstFailedAt: 'x-callbook-first-failed-at',
  originQueue: 'x-callbook-origin-queue',
  code: 'x-callbook-code',
  error: 'x-callbook-error',
  deadAt: 'x-callbook-dead-at',
} as const;

/** What our headers, and the broker's count, say about the past of a message. */
export interface History {
  readonly retries: number;
  readonly deliveries: number;
  readonly firstFailedAt?: string;
}

export function historyOf({ properties }: Pick<ConsumeMessage, 'properties'>): History {
  const given: Record<string, unknown> = properties.headers ?? {};
  const firstFailedAt = given[headers.firstFailedAt];
  return {
    retries: countIn(given[headers.retries]),
    deliveries: countIn(given[headers.deliveries]) + countIn(given['x-delivery-count']) + 1,
    ...(typeof firstFailedAt === 'string' && { firstFailedAt }),
  };
}

function countIn(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

const brokersOwn = /^(x-death|x-first-death-|x-last-death-|x-delivery-count$|B?CC$)/;

/**
 * The headers a copy may keep. The broker's own marks must go: RabbitMQ 3.10 takes a kept x-death for a cycle and drops
 * the message in silence. CC and BCC name further queues to deliver to (https://www.rabbitmq.com/docs/sender-selected).
 */
export function withoutBrokerHeaders(given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !brokersOwn.test(name)));
}
