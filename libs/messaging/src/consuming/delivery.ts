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

/** Names the replay by which an operator sent a message. It stays with the message through its retries. */
export const replayHeader = 'x-callbook-replay';

/** The replay a message was sent by; undefined for one that came as usual. */
export function replayOf({ properties }: Pick<ConsumeMessage, 'properties'>): string | undefined {
  const given: unknown = (properties.headers as Record<string, unknown> | undefined)?.[replayHeader];
  return typeof given === 'string' && /^[0-9a-f-]{36}$/.test(given) ? given : undefined;
}

/** Marks a message that is told again out of the history. It stays with the message through its retries. */
export const historyHeader = 'x-callbook-from-history';

export function isFromHistory({ properties }: Pick<ConsumeMessage, 'properties'>): boolean {
  return (properties.headers as Record<string, unknown> | undefined)?.[historyHeader] === true;
}

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
