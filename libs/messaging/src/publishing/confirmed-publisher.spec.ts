import { EventEmitter } from 'node:events';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { ConfirmedPublisher, type Message } from './confirmed-publisher';

type Confirm = (error: Error | null) => void;

/** A channel whose confirms the spec gives. */
class ChannelOfSpec extends EventEmitter {
  readonly sent: { readonly fields: object; readonly properties: object; readonly confirm: Confirm }[] = [];

  publish(exchange: string, routingKey: string, _content: Buffer, properties: object, confirm: Confirm): boolean {
    this.sent.push({ fields: { exchange, routingKey }, properties, confirm });
    return true;
  }

  /** As the broker does it when no queue takes the message: before its confirm, and possibly before those of others. */
  giveBack(...places: readonly number[]): void {
    for (const place of places) this.emit('return', this.sent[place]);
  }

  /** One confirm may stand for all that were sent until then: they end in the order they were sent. */
  confirmAll(): void {
    for (const { confirm } of this.sent.splice(0)) confirm(null);
  }

  async close(): Promise<void> {}
}

async function started() {
  const channel = new ChannelOfSpec();
  const connection = {
    isConnected: true,
    isBlocked: false,
    onConnected: () => undefined,
    createConfirmChannel: async () => channel,
  };
  const publisher = new ConfirmedPublisher(connection as unknown as RabbitMqConnection, 5_000);
  await publisher.start();
  const to = (routingKey: string): Message => ({
    ...{ exchange: '', routingKey, content: Buffer.from('body'), mandatory: true },
    properties: { messageId: 'one id' },
  });
  const outcomeTo = (routingKey: string) =>
    publisher.send(to(routingKey)).then(
      () => 'sent',
      (error: Error) => error.name,
    );
  return { publisher, channel, outcomeTo };
}

describe('messages that are on their way under one id', () => {
  it('are told apart by where they go: the one that no queue takes is the one that fails', async () => {
    const { publisher, channel, outcomeTo } = await started();
    const outcomes = [outcomeTo('taken'), outcomeTo('gone'), outcomeTo('taken too')];
    channel.giveBack(1);
    channel.confirmAll();
    expect(await Promise.all(outcomes)).toEqual(['sent', 'UnroutableError', 'sent']);
    await publisher.close();
  });

  it('to one place all fail when all of them come back before the first is confirmed', async () => {
    const { publisher, channel, outcomeTo } = await started();
    const outcomes = [outcomeTo('gone'), outcomeTo('gone'), outcomeTo('gone')];
    channel.giveBack(0, 1, 2);
    channel.confirmAll();
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['UnroutableError']));
    const next = outcomeTo('gone');
    channel.confirmAll();
    expect(await next).toBe('sent');
    await publisher.close();
  });
});
