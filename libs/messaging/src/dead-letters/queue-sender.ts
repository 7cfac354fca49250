import { headers as ours, withoutBrokerHeaders } from '../consuming/delivery';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { lookAtQueues, type QueueLook } from '../depths/look-at-queues';
import type { ConfirmedPublisher } from '../publishing/confirmed-publisher';
import { queueName } from '../topology/topology';

/** A message for one consumer. */
export interface QueueMessage {
  /** The same as ever: by it the consumer knows what it has handled. */
  readonly messageId: string;
  readonly content: Buffer;
  readonly correlationId?: string;
  readonly type?: string;
  readonly appId?: string;
  readonly contentType?: string;
  /** Seconds since 1970, as AMQP has it. */
  readonly timestamp?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
}

const marksOfFailure: ReadonlySet<string> = new Set(Object.values(ours));

/** Sends to the queue of one consumer, past the events exchange: no other subscriber sees the message again. */
export class QueueSender {
  constructor(
    private readonly publisher: ConfirmedPublisher,
    private readonly connection: RabbitMqConnection,
    private readonly prefix: string,
  ) {}

  /**
   * Resolves when the queue has it. What our consumers and the broker wrote into the headers about former deliveries is left
   * out, so the message begins with the first rung again; every other header goes with it.
   * @param queue without prefix
   * @throws PublishError; `UnroutableError` when there is no such queue
   */
  async send(queue: string, { messageId, content, headers = {}, ...properties }: QueueMessage): Promise<void> {
    const kept = Object.entries(withoutBrokerHeaders(headers)).filter(([name]) => !marksOfFailure.has(name));
    await this.publisher.send({
      exchange: '',
      routingKey: queueName(this.prefix, queue),
      content,
      mandatory: true,
      properties: { ...properties, messageId, headers: Object.fromEntries(kept) },
    });
  }

  /**
   * How the queue is now; undefined when there is none.
   * @throws Error when there is no broker to ask
   */
  async look(queue: string): Promise<QueueLook | undefined> {
    if (!this.connection.isConnected) throw new Error('not connected to the broker');
    const name = queueName(this.prefix, queue);
    return (await lookAtQueues(this.connection, [name])).get(name);
  }
}
