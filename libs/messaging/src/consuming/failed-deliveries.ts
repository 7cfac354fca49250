import type { ConsumeMessage } from 'amqplib';
import type { Decision } from '../failure/decide';
import type { ConfirmedPublisher } from '../publishing/confirmed-publisher';
import { deadQueueName, queueName, rungQueueName } from '../topology/topology';
import { headers, historyOf, withoutBrokerHeaders } from './delivery';

/** Moves a message that could not be handled to a rung or to the dead letters. The caller acknowledges it afterwards. */
export class FailedDeliveries {
  constructor(
    private readonly publisher: ConfirmedPublisher,
    private readonly prefix: string,
  ) {}

  /** Comes back, after the rung's time, to this queue alone. @throws PublishError */
  async retry(
    message: ConsumeMessage,
    queue: string,
    { rungMs, code }: Decision & { kind: 'retry' },
    error: unknown,
  ): Promise<void> {
    const { retries } = historyOf(message);
    await this.send(message, rungQueueName(this.prefix, rungMs), queueName(this.prefix, queue), {
      ...failureHeaders(message, queue, code, error),
      [headers.retries]: retries + 1,
    });
  }

  /** @throws PublishError */
  async putAside(
    message: ConsumeMessage,
    queue: string,
    { code }: Decision & { kind: 'dead' },
    error: unknown,
  ): Promise<void> {
    await this.send(message, '', deadQueueName(this.prefix, queue), {
      ...failureHeaders(message, queue, code, error),
      [headers.deadAt]: new Date().toISOString(),
    });
  }

  private async send(
    message: ConsumeMessage,
    exchange: string,
    routingKey: string,
    ours: Record<string, unknown>,
  ): Promise<void> {
    const { headers: given, messageId, correlationId, type, appId, contentType, timestamp } = message.properties;
    await this.publisher.send({
      exchange,
      routingKey,
      content: message.content,
      mandatory: true,
      properties: {
        ...{ correlationId, type, appId, contentType, timestamp },
        // A message somebody sent without an id still needs one to be told apart while it is put aside.
        messageId: typeof messageId === 'string' ? messageId : `delivery-${message.fields.deliveryTag}`,
        headers: { ...withoutBrokerHeaders(given), ...ours },
      },
    });
  }
}

/** Long enough for a stack's first words and a provider's sentence; a header is no place for a whole body. */
const errorTextLimit = 2_000;

function failureHeaders(message: ConsumeMessage, queue: string, code: string, error: unknown): Record<string, unknown> {
  const { deliveries, firstFailedAt } = historyOf(message);
  return {
    [headers.originQueue]: queue,
    [headers.code]: code,
    [headers.error]: (error instanceof Error ? error.message : String(error)).slice(0, errorTextLimit),
    [headers.deliveries]: deliveries,
    [headers.firstFailedAt]: firstFailedAt ?? new Date().toISOString(),
  };
}
