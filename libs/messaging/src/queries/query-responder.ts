import { type QueryClass, validated } from '@callbook/contracts';
import { Logger } from '@nestjs/common';
import type { Channel, ConsumeMessage } from 'amqplib';
import { KeptChannel } from '../connection/kept-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { codeOf } from '../failure/decide';
import { PermanentError } from '../failure/errors';
import { queueName } from '../topology/topology';

/** What travels back: data, or a word that says why there is none. */
export interface QueryReply {
  readonly data?: unknown;
  readonly error?: string;
}

export interface QueryResponderOptions {
  readonly query: QueryClass;
  readonly prefix: string;
  readonly prefetch: number;
  readonly handle: (request: object) => Promise<unknown>;
}

/** Answers one query. Nothing is kept: a question nobody took in time is gone, and its asker knows. */
export class QueryResponder {
  private readonly logger = new Logger(QueryResponder.name);
  private readonly channel: KeptChannel<Channel>;

  constructor(
    connection: RabbitMqConnection,
    private readonly options: QueryResponderOptions,
  ) {
    this.channel = new KeptChannel(connection, {
      open: () => connection.createChannel(),
      setUp: (channel) => this.answerOn(channel),
    });
  }

  start(): Promise<void> {
    return this.channel.start();
  }

  /** The queue of its questions, at the broker. */
  get name(): string {
    return queueName(this.options.prefix, this.options.query.query);
  }

  get isTaking(): boolean {
    return this.channel.current !== undefined;
  }

  stop(): Promise<void> {
    return this.channel.close();
  }

  private async answerOn(channel: Channel): Promise<void> {
    await channel.assertQueue(this.name, { durable: false, autoDelete: true });
    await channel.prefetch(this.options.prefetch);
    await channel.consume(this.name, (message) =>
      message ? void this.take(channel, message) : this.channel.replace(channel),
    );
  }

  private async take(channel: Channel, message: ConsumeMessage): Promise<void> {
    const reply = await this.replyTo(message);
    const { replyTo, correlationId } = message.properties as { replyTo?: string; correlationId?: string };
    try {
      if (replyTo)
        channel.sendToQueue(replyTo, Buffer.from(JSON.stringify(reply)), {
          correlationId,
          contentType: 'application/json',
        });
      channel.ack(message);
    } catch (error) {
      this.logger.warn(`${this.options.query.query}: the reply could not be sent: ${(error as Error).message}`);
    }
  }

  private async replyTo(message: ConsumeMessage): Promise<QueryReply> {
    const { query, handle } = this.options;
    try {
      const request = validated(query, query.query, parsed(message));
      return { data: await handle(request) };
    } catch (error) {
      this.logger.error(`${query.query}: ${codeOf(error)}`);
      return { error: codeOf(error) };
    }
  }
}

/** Without the parser's own words: they quote the body. */
function parsed({ content }: ConsumeMessage): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw new PermanentError('unreadable', 'the question is not JSON');
  }
}
