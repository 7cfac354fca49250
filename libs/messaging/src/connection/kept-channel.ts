import { Logger } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { atMost } from './at-most';
import { closeChannel } from './close-channel';
import type { RabbitMqConnection } from './rabbitmq-connection';

export interface KeptChannelOptions<T extends Channel> {
  readonly open: (connection: RabbitMqConnection) => Promise<T>;
  /** Run on every new channel before it is used. */
  readonly setUp?: (channel: T) => Promise<void>;
}

/** A channel that is there again after the connection was lost, and after the broker closed it for an error. */
export class KeptChannel<T extends Channel> {
  private readonly logger = new Logger(KeptChannel.name);
  private readonly givenUp = new WeakSet<T>();
  private channel?: T;
  private opening?: Promise<void>;
  private retry?: NodeJS.Timeout;
  private failures = 0;
  private listening = false;
  private stopped = false;

  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly options: KeptChannelOptions<T>,
  ) {}

  /**
   * Resolves with the first channel or, while there is no connection, at once: the channel comes with it.
   * @throws Error when it cannot be opened now; it is tried again all the same, and may be started again
   */
  async start(): Promise<void> {
    if (!this.listening) this.connection.onConnected(() => this.reopen());
    this.listening = true;
    if (this.connection.isConnected && !this.channel) await (this.opening ?? this.openOrTryAgain());
  }

  /** Undefined while there is none that is set up; then nothing can be sent, and nothing is taken. */
  get current(): T | undefined {
    return this.channel;
  }

  /** This channel is no good any more: it is gone at once, and another is opened, with pauses. */
  replace(channel: T): void {
    this.givenUp.add(channel);
    if (this.channel === channel) this.channel = undefined;
    channel.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    if (this.opening) await atMost(2_000, this.opening);
    const { channel } = this;
    this.channel = undefined;
    if (channel) await atMost(2_000, closeChannel(channel));
  }

  private async open(): Promise<void> {
    const channel = await this.options.open(this.connection);
    let closed = false;
    let wasSetUp = false;
    channel.on('close', () => {
      closed = true;
      if (this.channel === channel) this.channel = undefined;
      if (wasSetUp) this.reopen();
    });
    await this.options.setUp?.(channel);
    if (closed || this.givenUp.has(channel)) throw new Error('the channel was closed while it was set up');
    if (this.stopped) return closeChannel(channel);
    wasSetUp = true;
    this.channel = channel;
    this.failures = 0;
  }

  private reopen(): void {
    if (this.stopped || this.channel || this.opening || !this.connection.isConnected) return;
    this.openOrTryAgain().catch((error: Error) => this.logger.warn(`channel could not be opened: ${error.message}`));
  }

  /** Doubling pauses up to five seconds: a channel that is closed at once every time must not become a hot loop. */
  private openOrTryAgain(): Promise<void> {
    this.opening = this.open()
      .catch((error: unknown) => {
        this.failures += 1;
        throw error;
      })
      .finally(() => {
        this.opening = undefined;
        if (this.channel || this.stopped) return;
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.reopen(), Math.min(100 * 2 ** this.failures, 5_000));
      });
    return this.opening;
  }
}
