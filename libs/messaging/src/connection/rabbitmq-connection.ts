import { gauge } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import { type Channel, type ConfirmChannel, connect, type RecoveringChannelModel } from 'amqplib';
import { atMost } from './at-most';

const connected = gauge({ name: 'callbook_broker_connected', help: '1 while connected to RabbitMQ' });

/**
 * One connection to the broker, made again whenever it is lost. Channels do not survive that: whoever holds one listens
 * to `onConnected` and opens another.
 */
export class RabbitMqConnection {
  private readonly logger = new Logger(RabbitMqConnection.name);
  private readonly listeners = new Set<() => void>();
  private model?: RecoveringChannelModel;
  private up = false;

  constructor(
    private readonly url: string,
    private readonly name: string,
  ) {}

  /** Resolves with the first connection. @throws Error when there is none after a few tries */
  async open(): Promise<void> {
    const model = await connect(this.url, {
      timeout: 10_000,
      noDelay: true, // a reply and the ack behind it are two small writes: Nagle would hold the second for 40 ms
      clientProperties: { connection_name: this.name },
      recovery: { initialDelay: 200, maxDelay: 5_000, initialMaxRetries: 5, waitForConnect: false },
    });
    this.model = model;
    model.on('connect', () => this.connectionIsUp());
    model.on('disconnect', (error) => this.connectionIsDown(error));
    model.on('error', (error) => this.logger.warn(`broker connection: ${error.message}`));
    await model.waitForConnect().catch((error: Error) => {
      throw new Error(`No connection to RabbitMQ: ${error.message}. Is RABBITMQ_URL right and the broker running?`, {
        cause: error,
      });
    });
    this.up = true;
  }

  get isConnected(): boolean {
    return this.up;
  }

  /** Calls the listener at every connection from now on. */
  onConnected(listener: () => void): void {
    this.listeners.add(listener);
  }

  async createChannel(): Promise<Channel> {
    return withErrorListener(await this.opened().createChannel());
  }

  async createConfirmChannel(): Promise<ConfirmChannel> {
    return withErrorListener(await this.opened().createConfirmChannel());
  }

  async close(): Promise<void> {
    this.up = false;
    if (this.model) await atMost(2_000, this.model.close());
  }

  private opened(): RecoveringChannelModel {
    if (!this.model) throw new Error('The broker connection was not opened.');
    return this.model;
  }

  private connectionIsUp(): void {
    this.up = true;
    connected.set(1);
    for (const listener of this.listeners) listener();
  }

  private connectionIsDown(error?: Error): void {
    this.up = false;
    connected.set(0);
    this.logger.warn(`broker connection lost: ${error?.message ?? 'closed'}; reconnecting`);
  }
}

/** An 'error' event without a listener would end the process; the 'close' that follows is what holders act on. */
function withErrorListener<T extends Channel>(channel: T): T {
  const logger = new Logger('RabbitMqChannel');
  channel.on('error', (error) => logger.warn(`channel closed by the broker: ${error.message}`));
  return channel;
}
