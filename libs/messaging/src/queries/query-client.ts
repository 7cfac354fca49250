import { randomUUID } from 'node:crypto';
import { type QueryClass, validated } from '@callbook/contracts';
import type { Channel, ConsumeMessage } from 'amqplib';
import { KeptChannel } from '../connection/kept-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { queueName } from '../topology/topology';
import { QueryError } from './query-errors';
import type { QueryReply } from './query-responder';

/** RabbitMQ's direct reply-to: answers come back on this channel without a queue (https://www.rabbitmq.com/docs/direct-reply-to). */
const replyTo = 'amq.rabbitmq.reply-to';

interface Waiting {
  readonly answer: (reply: QueryReply) => void;
  readonly fail: (error: QueryError) => void;
}

/** Asks another app a question and waits for the answer, never longer than the deadline. */
export class QueryClient {
  private readonly channel: KeptChannel<Channel>;
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    connection: RabbitMqConnection,
    private readonly options: { readonly prefix: string; readonly timeoutMs: number },
  ) {
    this.channel = new KeptChannel(connection, {
      open: () => connection.createChannel(),
      setUp: (channel) => this.receiveOn(channel),
    });
  }

  start(): Promise<void> {
    return this.channel.start();
  }

  close(): Promise<void> {
    return this.channel.close();
  }

  /** @throws QueryError, or ContractViolation when the reply breaks its contract */
  async ask<Request extends object, Reply extends object>(
    query: QueryClass<Request, Reply>,
    request: Request,
    { timeoutMs = this.options.timeoutMs }: { timeoutMs?: number } = {},
  ): Promise<Reply> {
    const channel = this.channel.current;
    if (!channel) throw new QueryError('query_not_sent', 'not connected to the broker');
    const correlationId = randomUUID();
    const reply = new Promise<QueryReply>((answer, fail) => this.waiting.set(correlationId, { answer, fail }));
    const timer = setTimeout(
      () => this.fail(correlationId, 'query_timeout', `${query.query}: no answer within ${timeoutMs} ms`),
      timeoutMs,
    );
    try {
      channel.publish('', queueName(this.options.prefix, query.query), Buffer.from(JSON.stringify(request)), {
        correlationId,
        messageId: correlationId,
        replyTo,
        expiration: timeoutMs, // an answer after the deadline helps nobody
        mandatory: true,
        contentType: 'application/json',
      });
      const { error, data } = await reply;
      if (error) throw new QueryError('query_failed', `${query.query}: ${error}`);
      return validated(query.reply, query.query, data);
    } finally {
      clearTimeout(timer);
      this.waiting.delete(correlationId);
    }
  }

  private async receiveOn(channel: Channel): Promise<void> {
    channel.on('return', ({ properties }) =>
      this.fail(String(properties.messageId), 'query_nobody_answers', 'nobody answers this query now'),
    );
    channel.on('close', () => {
      for (const id of this.waiting.keys()) this.fail(id, 'query_not_sent', 'the channel was closed');
    });
    await channel.consume(replyTo, (message) => message && this.receive(message), { noAck: true });
  }

  private receive({ properties, content }: ConsumeMessage): void {
    const waiting = this.waiting.get(String(properties.correlationId));
    // Too late: nobody waits any more.
    if (!waiting) return;
    try {
      waiting.answer(JSON.parse(content.toString('utf8')) as QueryReply);
    } catch {
      waiting.fail(new QueryError('query_failed', 'the reply is not JSON'));
    }
  }

  private fail(id: string, code: QueryError['code'], message: string): void {
    this.waiting.get(id)?.fail(new QueryError(code, message));
  }
}
