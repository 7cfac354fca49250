import { eventually } from '@callbook/testing';
import type { INestApplication } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { DeadQueues, QueueSender, UnroutableError } from '../src';
import { RabbitMqConnection } from '../src/connection/rabbitmq-connection';
import { startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const [booking, records] = ['booking.letter-posted', 'records.letter-posted'];
const all = { messages: 100, bytes: 1_000_000_000 };

describe('dead queues', () => {
  let broker: TestBroker;
  let app: INestApplication;
  let dead: DeadQueues;

  beforeAll(async () => {
    broker = await TestBroker.open();
  });
  afterAll(() => broker.close());
  beforeEach(async () => {
    app = await startApp({ url: broker.url, prefix: broker.prefix, app: 'collector' });
    dead = app.get(DeadQueues);
  });
  afterEach(() => app.close());

  const put = (queue: string, body: Buffer | string, options = {}) => broker.put(`${queue}.dead`, body, options);
  const shown = (queue: string, count: number) =>
    eventually(`${count} in ${queue}.dead`, async () => (await broker.depth(`${queue}.dead`)) === count);

  it('give what lies in them, byte for byte, with what came with it', async () => {
    await put(booking, Buffer.from([0, 255]), { messageId: 'm', headers: { mine: 1 }, correlationId: 'c' });
    const { messages, more, done } = await dead.take(all);
    expect(messages).toEqual([
      {
        queue: booking,
        content: Buffer.from([0, 255]),
        properties: { messageId: 'm', correlationId: 'c' },
        headers: { mine: 1 },
      },
    ]);
    expect(more).toBe(false);
    done(messages[0]!);
    await shown(booking, 0);
    expect((await dead.take(all)).messages).toEqual([]);
  });

  it('give no more than the limits allow, in bytes by less than one message too much', async () => {
    for (let n = 0; n < 4; n++) await put(booking, Buffer.alloc(5 * 1024 * 1024, n));
    const first = await dead.take({ messages: 100, bytes: 8 * 1024 * 1024 });
    expect([first.messages.length, first.more]).toEqual([2, true]);
    const second = await dead.take({ messages: 1, bytes: 8 * 1024 * 1024 });
    expect([second.messages.length, second.more]).toEqual([1, true]);
    for (const batch of [first, second]) for (const message of batch.messages) batch.done(message);
    const rest = await dead.take(all);
    expect([rest.messages.length, rest.more]).toEqual([1, false]);
    rest.done(rest.messages[0]!);
  });

  it('have back what was not done with when whoever took it is gone', async () => {
    await put(booking, 'one');
    const batch = await dead.take(all);
    expect((await dead.take(all)).messages).toEqual([]);
    await app.close();
    batch.done(batch.messages[0]!);
    await shown(booking, 1);
    app = await startApp({ url: broker.url, prefix: broker.prefix, app: 'collector' });
    const again = await app.get(DeadQueues).take(all);
    expect(again.messages.map(({ content }) => content.toString())).toEqual(['one']);
    again.done(again.messages[0]!);
  });

  describe('when one of several that are fetched at once fails', () => {
    /** Of the channels that fetch, one of those that are asked beside the first. */
    const failingOnce = (error: Error) =>
      jest.spyOn((dead['channels'][1]?.current as Channel | undefined)!, 'get').mockRejectedValueOnce(error);

    it('give the others: none is left in nobody’s hands', async () => {
      expect((await dead.take(all)).messages).toEqual([]); // its channels are open now
      for (const n of [1, 2, 3, 4, 5, 6]) await put(booking, `message ${n}`);
      failingOnce(new Error('this channel was closed'));
      const first = await dead.take(all);
      expect(first.more).toBe(true);
      expect(first.messages.length).toBeGreaterThan(0);
      const rest = await dead.take(all);
      const bodies = [...first.messages, ...rest.messages].map(({ content }) => content.toString());
      expect(bodies.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `message ${n}`));
      for (const batch of [first, rest]) for (const message of batch.messages) batch.done(message);
      await shown(booking, 0);
    });
  });

  it('are fetched from after the first channels could not be opened', async () => {
    await put(booking, 'patience');
    const failure = jest.spyOn(RabbitMqConnection.prototype, 'createChannel').mockRejectedValueOnce(new Error('full'));
    await expect(dead.take(all)).rejects.toThrow('full');
    failure.mockRestore();
    const batch = await eventually('a batch', async () => {
      const taken = await dead.take(all);
      return taken.messages.length > 0 && taken;
    });
    for (const message of batch.messages) batch.done(message);
    await shown(booking, 0);
  });

  it('take turns, so that a full one does not keep the others waiting', async () => {
    for (const queue of [booking, records]) for (const n of [1, 2, 3]) await put(queue, `${queue} ${n}`);
    const taken: string[] = [];
    for (const _ of [1, 2]) {
      const batch = await dead.take({ messages: 1, bytes: 1_000 });
      taken.push(...batch.messages.map(({ queue }) => queue));
    }
    expect(taken.toSorted()).toEqual([booking, records]);
  });
});

describe('the sender to one queue', () => {
  let broker: TestBroker;
  let app: INestApplication;

  beforeAll(async () => {
    broker = await TestBroker.open();
    app = await startApp({ url: broker.url, prefix: broker.prefix, app: 'collector' });
  });
  afterAll(async () => {
    await app.close();
    await broker.close();
  });

  it('sends under the same id, without marks of former failures, and to nobody else', async () => {
    const headers = {
      traceparent: 'kept',
      'x-callbook-retries': 5,
      'x-callbook-dead-at': 'then',
      'x-callbook-code': 'no_service',
      'x-death': [{ queue: booking }],
      CC: ['elsewhere'],
    };
    await app.get(QueueSender).send(booking, { messageId: 'm', content: Buffer.from('body'), type: 't', headers });
    const { content, properties } = await broker.take(booking, 'm');
    expect(content.toString()).toBe('body');
    expect(properties).toMatchObject({ messageId: 'm', type: 't', headers: { traceparent: 'kept' } });
    const kept = Object.keys((properties.headers ?? {}) as object).filter((name) => name !== 'x-delivery-count');
    expect(kept).toEqual(['traceparent']); // the count is the new queue's
    expect(await broker.depth(records)).toBe(0);
  });

  it('says when there is no such queue, and how one is', async () => {
    const sender = app.get(QueueSender);
    await expect(sender.send('nobody.home', { messageId: 'm', content: Buffer.from('x') })).rejects.toThrow(
      UnroutableError,
    );
    expect(await sender.look('nobody.home')).toBeUndefined();
    expect(await sender.look(records)).toEqual({ messagesReady: 0, consumers: 0 });
  });
});
