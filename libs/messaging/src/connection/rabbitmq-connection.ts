import { counter, gauge } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import { type Channel, type ConfirmChannel, connect, type RecoveringChannelModel } from 'amqplib';
import { atMost } from './at-most';

const connected = gauge({
  name: 'callbook_broker_connected',
  help: '1 while connected to RabbitMQ',
  labelNames: ['connection'],
});
const losses = counter({
  name: 'callbook_broker_connection_losses_total',
  help: 'How often a connection to RabbitMQ was lost',
  labelNames: ['connection'],
});

/** A broker that went away without a word is noticed after two missed beats. Seconds. */
const heartbeat = 10;
/** Tries before an app that cannot start without the broker gives up, with pauses of up to five seconds. */
const patientStart = 5;
/** What an app that can do without the broker waits for it all the same, so as not to begin in emergency. */
const briefStartMs = 2_000;

/**
 * One connection to the broker, made again whenever it is lost. Channels do not survive that: whoever holds one listens
 * to `onConnected` and opens another.
 */
export class RabbitMqConnection {
  private readonly logger = new Logger(RabbitMqConnection.name);
  private readonly listeners = new Set<() => void>();
  private model?: RecoveringChannelModel;
  private up = false;
  private blocked = false;

  /** @param name shown by the broker, and the label of this connection's metrics */
  constructor(
    private readonly url: string,
    private readonly name: string,
  ) {}

  /**
   * Resolves with the first connection; when that is not required, after two seconds at the latest, and the connection
   * comes when it can.
   * @throws Error when it is required and there is none after a few tries
   */
  async open({ required }: { readonly required: boolean }): Promise<void> {
    const model = await connect(withHeartbeat(this.url), {
      timeout: 10_000,
      noDelay: true, // a reply and the ack behind it are two small writes: Nagle would hold the second for 40 ms
      clientProperties: { connection_name: this.name },
      recovery: {
        initialDelay: 200,
        maxDelay: 5_000,
        waitForConnect: false,
        ...(required && { initialMaxRetries: patientStart }),
      },
    });
    this.model = model;
    model.on('connect', () => this.connectionIsUp());
    model.on('disconnect', (error) => this.connectionIsDown(error));
    model.on('blocked', (reason) => this.connectionIsBlocked(reason));
    model.on('unblocked', () => (this.blocked = false));
    model.on('error', (error) => this.logger.warn(`broker connection: ${error.message}`));
    if (!required) return atMost(briefStartMs, model.waitForConnect());
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

  /** The broker, short of memory or disk, reads nothing that is published. */
  get isBlocked(): boolean {
    return this.blocked;
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

  private connectionIsBlocked(reason: string): void {
    this.blocked = true;
    this.logger.error(`the broker takes no messages for now: ${reason}`);
  }

  private connectionIsUp(): void {
    this.up = true;
    this.blocked = false;
    connected.set({ connection: this.name }, 1);
    for (const listener of this.listeners) listener();
  }

  /** Also called for every try that fails while it is down: only the loss itself counts. */
  private connectionIsDown(error?: Error): void {
    if (!this.up) return;
    this.up = false;
    connected.set({ connection: this.name }, 0);
    losses.inc({ connection: this.name });
    this.logger.warn(`broker connection lost: ${error?.message ?? 'closed'}; reconnecting`);
  }
}

/** An address may bring a heartbeat of its own. */
function withHeartbeat(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', String(heartbeat));
  return address.toString();
}

/** An 'error' event without a listener would end the process; the 'close' that follows is what holders act on. */
function withErrorListener<T extends Channel>(channel: T): T {
  const logger = new Logger('RabbitMqChannel');
  channel.on('error', (error) => logger.warn(`channel closed by the broker: ${error.message}`));
  return channel;
}
