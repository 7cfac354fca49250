import type { Event } from '@callbook/contracts';
import { eventually, TcpProxy } from '@callbook/testing';
import { Controller, type INestApplication, type Type } from '@nestjs/common';
import { EventPublisher, Listen } from '../src';
import { bell, BellRung } from './support/contracts';
import { startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

/** What one replica heard, by handler. */
class Ears {
  readonly left: string[] = [];
  readonly right: string[] = [];

  controller(): Type {
    const { left, right } = this;
    @Controller()
    class TwoWaiters {
      @Listen(BellRung)
      async hearLeft({ data }: Event<BellRung>): Promise<void> {
        left.push(data.tone);
        if (data.tone === 'shrill') throw new Error('too loud');
      }

      @Listen(BellRung)
      async hearRight({ data }: Event<BellRung>): Promise<void> {
        right.push(data.tone);
      }
    }
    return TwoWaiters;
  }
}

describe('listening', () => {
  const ears = [new Ears(), new Ears()] as const;
  let broker: TestBroker;
  let proxy: TcpProxy;
  let replicas: INestApplication[] = [];
  let publisher: EventPublisher;

  beforeAll(async () => {
    broker = await TestBroker.open();
    proxy = await TcpProxy.open(broker.url);
    const options = { prefix: broker.prefix, app: 'webhook-gateway' };
    replicas = [
      await startApp({ ...options, url: broker.url }, ears[0].controller()),
      await startApp({ ...options, url: proxy.url }, ears[1].controller()),
    ];
    publisher = replicas[0]!.get(EventPublisher);
  });

  afterAll(async () => {
    await Promise.all(replicas.map((app) => app.close()));
    await proxy.close();
    await broker.close();
  });

  const everybody = () => ears.flatMap(({ left, right }) => [left, right]);
  const heardBy = (tone: string) => everybody().map((heard) => heard.filter((each) => each === tone).length);

  it('every replica, and every listener in it, gets one copy of its own', async () => {
    await publisher.publish(bell('ding'));
    await publisher.publish(bell('dong'));
    await eventually('everybody to hear the second', () => heardBy('dong').every((times) => times > 0));
    expect(heardBy('ding')).toEqual([1, 1, 1, 1]);
    expect(heardBy('dong')).toEqual([1, 1, 1, 1]);
  });

  it('an error is nobody else’s, and does not bring the message back', async () => {
    await publisher.publish(bell('shrill'));
    await publisher.publish(bell('soft'));
    await eventually('everybody to hear the next', () => heardBy('soft').every((times) => times > 0));
    expect(heardBy('shrill')).toEqual([1, 1, 1, 1]);
  });

  it('what cannot be read is skipped', async () => {
    broker.channel.publish(`${broker.prefix}callbook.events`, 'bell.rung.v1.x', Buffer.from('{'), {
      type: BellRung.type,
    });
    await publisher.publish(bell('clear'));
    await eventually('everybody to hear the next', () => heardBy('clear').every((times) => times > 0));
  });

  it('goes on after the connection was lost', async () => {
    proxy.cut();
    await eventually('the replica to hear again', async () => {
      await publisher.publish(bell('again'));
      return ears[1].left.includes('again') && ears[1].right.includes('again');
    });
  });
});
