import type { ConfirmChannel, Options } from 'amqplib';
import { KeptChannel } from '../connection/kept-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import {
  BrokerBlockedError,
  ConfirmLostError,
  ConfirmTimeoutError,
  NackedError,
  NotConnectedError,
  UnroutableError,
} from './publish-errors';

export interface Message {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly properties: Options.Publish & { readonly messageId: string };
  /** A message that no queue takes is an error. */
  readonly mandatory: boolean;
}

/** Sends and waits for the broker's word. Never hangs: every send ends with a confirm or an error. */
export class ConfirmedPublisher {
  private readonly channel: KeptChannel<ConfirmChannel>;
  /**
   * How many of what the broker has just returned; the return comes before the confirm of the same message. By address and id:
   * one message may be on its way to several queues, and of equal sends any may stand for the other.
   */
  private readonly returned = new Map<string, number>();

  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly defaultTimeoutMs: number,
  ) {
    this.channel = new KeptChannel(connection, {
      open: () => connection.createConfirmChannel(),
      setUp: async (channel) => {
        channel.on('return', ({ fields, properties }) => {
          const send = sendOf(fields.exchange, fields.routingKey, String(properties.messageId));
          this.returned.set(send, (this.returned.get(send) ?? 0) + 1);
        });
      },
    });
  }

  start(): Promise<void> {
    return this.channel.start();
  }

  close(): Promise<void> {
    return this.channel.close();
  }

  /** @throws PublishError */
  async send(
    { exchange, routingKey, content, properties, mandatory }: Message,
    timeoutMs = this.defaultTimeoutMs,
  ): Promise<void> {
    const channel = this.channel.current;
    if (!channel) throw new NotConnectedError();
    // Written now, it would wait in our memory, and be sent again meanwhile.
    if (this.connection.isBlocked) throw new BrokerBlockedError();
    const options = { ...properties, persistent: true, mandatory };
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new ConfirmTimeoutError(`no confirm within ${timeoutMs} ms`)), timeoutMs);
      const settle = (error?: Error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      try {
        channel.publish(exchange, routingKey, content, options, (error: Error | null) =>
          settle(this.outcome(error, [exchange, routingKey, properties.messageId])),
        );
      } catch (error) {
        // Nothing was written: the channel has just been closed, or this message cannot be encoded.
        settle((error as Error).name === 'IllegalOperationError' ? new NotConnectedError() : (error as Error));
      }
    });
  }

  private outcome(error: Error | null, send: Parameters<typeof sendOf>): Error | undefined {
    const wasReturned = this.returned.size > 0 && this.takeReturn(sendOf(...send));
    // amqplib has one error for a nack, and another for every unconfirmed message of a channel that is closed.
    if (error?.message === 'message nacked') return new NackedError('the broker refused the message');
    if (error) return new ConfirmLostError(`no confirm: ${error.message}`);
    return wasReturned ? new UnroutableError(`no queue takes ${send[1]}`) : undefined;
  }

  private takeReturn(send: string): boolean {
    const returns = this.returned.get(send) ?? 0;
    if (returns > 1) this.returned.set(send, returns - 1);
    else this.returned.delete(send);
    return returns > 0;
  }
}

const sendOf = (exchange: string, routingKey: string, messageId: string): string =>
  JSON.stringify([exchange, routingKey, messageId]);
