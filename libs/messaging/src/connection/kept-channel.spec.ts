import { EventEmitter } from 'node:events';
import { eventually } from '@callbook/testing';
import type { Channel } from 'amqplib';
import { KeptChannel } from './kept-channel';
import type { RabbitMqConnection } from './rabbitmq-connection';

/** A connection that is up, and fails to open as many channels as it is told to. */
function connectionThatFails(times: number) {
  const listeners: (() => void)[] = [];
  let opened = 0;
  return {
    connection: { isConnected: true, onConnected: (listener: () => void) => listeners.push(listener) },
    listeners,
    open: async () => {
      opened += 1;
      if (opened <= times) throw new Error('no channel is left');
      return Object.assign(new EventEmitter(), { close: async () => undefined }) as unknown as Channel;
    },
    opened: () => opened,
  };
}

describe('a channel whose first try fails', () => {
  const kept = (fails: ReturnType<typeof connectionThatFails>) =>
    new KeptChannel(fails.connection as unknown as RabbitMqConnection, { open: fails.open });

  it('is there all the same after a while, though its start was refused', async () => {
    const fails = connectionThatFails(1);
    const channel = kept(fails);
    await expect(channel.start()).rejects.toThrow('no channel is left');
    await eventually('the channel', () => channel.current);
    await channel.close();
  });

  it('can be started again, and is opened and listens once', async () => {
    const fails = connectionThatFails(1);
    const channel = kept(fails);
    await channel.start().catch(() => undefined);
    await channel.start();
    const first = channel.current;
    expect(first).toBeDefined();
    await channel.start();
    expect([channel.current === first, fails.opened(), fails.listeners.length]).toEqual([true, 2, 1]);
    await channel.close();
  });
});
