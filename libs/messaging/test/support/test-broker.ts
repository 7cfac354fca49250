import { type ConfirmChannel, connect, type ChannelModel, type GetMessage, type Options } from 'amqplib';
import { eventually, RabbitmqManagement, sharedStack, testPrefix } from '@callbook/testing';
import { declareTopology, type TopologyOptions } from '../../src';
import { contracts } from './contracts';
import { ladder } from './test-app';

/** A declared topology of one's own on the shared broker, and a plain AMQP connection to look at it and to disturb it. */
export class TestBroker {
  private constructor(
    readonly url: string,
    readonly prefix: string,
    readonly channel: ConfirmChannel,
    private readonly options: TopologyOptions,
    private readonly connection: ChannelModel,
    private readonly closePrefix: () => Promise<void>,
  ) {}

  static async open(options: TopologyOptions = {}): Promise<TestBroker> {
    const { url, prefix, close } = testPrefix();
    const topology = { prefix, ladder, contracts, ...options };
    await declareTopology(url, topology);
    const connection = await connect(url);
    const channel = await connection.createConfirmChannel();
    return new TestBroker(url, prefix, channel, topology, connection, close);
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.closePrefix();
  }

  /** What was deleted is there again. */
  async declareAgain(): Promise<void> {
    await declareTopology(this.url, this.options);
  }

  /** Straight into a queue, past the events exchange. */
  async put(queue: string, body: Buffer | string, properties: Options.Publish = {}): Promise<void> {
    this.channel.sendToQueue(`${this.prefix}${queue}`, Buffer.from(body), properties);
    await this.channel.waitForConfirms();
  }

  deadLetter(queue: string, messageId: string, timeoutMs?: number): Promise<GetMessage> {
    return this.take(`${queue}.dead`, messageId, timeoutMs);
  }

  /** Waits for this message; takes it, and whatever lies before it, away. */
  take(queue: string, messageId: string, timeoutMs = 10_000): Promise<GetMessage> {
    return eventually(`message ${messageId} in ${queue}`, () => this.found(queue, messageId), { timeoutMs });
  }

  private async found(queue: string, messageId: string): Promise<GetMessage | undefined> {
    for (;;) {
      const message = await this.channel.get(`${this.prefix}${queue}`, { noAck: true });
      if (!message) return undefined;
      if (message.properties.messageId === messageId) return message;
    }
  }

  /** Arguments with which a queue was declared, as the management API tells them. */
  async argumentsOf(queue: string): Promise<Record<string, unknown>> {
    const { rabbitmqManagementUrl } = sharedStack();
    if (!rabbitmqManagementUrl) throw new Error('Set RABBITMQ_MANAGEMENT_URL beside RABBITMQ_URL');
    const vhost = encodeURIComponent(decodeURIComponent(new URL(this.url).pathname.slice(1)) || '/');
    const path = `/queues/${vhost}/${encodeURIComponent(`${this.prefix}${queue}`)}`;
    const found = await new RabbitmqManagement(rabbitmqManagementUrl).request<{ arguments: Record<string, unknown> }>(
      'GET',
      path,
    );
    return found.arguments;
  }

  /** Messages ready for delivery. */
  async depth(queue: string): Promise<number> {
    return (await this.channel.checkQueue(`${this.prefix}${queue}`)).messageCount;
  }
}
