import type { INestApplication } from '@nestjs/common';
import {
  ConfirmTimeoutError,
  EventPublisher,
  NackedError,
  NotConnectedError,
  PublishError,
  UnroutableError,
} from '../src';
import { eventually, TcpProxy } from '@callbook/testing';
import { bell, letter } from './support/contracts';
import { startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';

describe('publishing', () => {
  let broker: TestBroker;
  let proxy: TcpProxy;
  let app: INestApplication;
  let publisher: EventPublisher;

  beforeAll(async () => {
    broker = await TestBroker.open();
    proxy = await TcpProxy.open(broker.url);
    app = await startApp({ url: proxy.url, prefix: broker.prefix, app: 'webhook-gateway' });
    publisher = app.get(EventPublisher);
  });

  afterAll(async () => {
    await app.close();
    await proxy.close();
    await broker.close();
  });

  /** The error of a publish that must fail, and how long it took. */
  async function failure(act: Promise<void>): Promise<{ error: unknown; ms: number }> {
    const since = performance.now();
    const error = await act.then(
      () => new Error('it was published'),
      (thrown: unknown) => thrown,
    );
    return { error, ms: performance.now() - since };
  }

  async function isWorkingAgain(): Promise<void> {
    await eventually('publishing to work again', async () => {
      await publisher.publish(letter('again'));
      return true;
    });
  }

  it('says in the message properties what the envelope says', async () => {
    const event = { ...letter('properties'), traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    await publisher.publish(event);
    const sent = await broker.take(queue, event.id);
    expect(JSON.parse(sent.content.toString())).toEqual(event);
    expect(sent.fields.routingKey).toBe('letter.posted.v1.salon-lindenhof');
    expect(sent.properties).toMatchObject({
      messageId: event.id,
      correlationId: event.correlationid,
      type: 'letter.posted.v1',
      appId: 'webhook-gateway',
      timestamp: Date.parse(event.time) / 1_000,
      contentType: 'application/cloudevents+json',
      deliveryMode: 2,
      headers: { traceparent: event.traceparent },
    });
  });

  it('of a hundred events at once is confirmed', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, n) => publisher.publish(letter(`many ${n}`))));
    await eventually('all of them to be in the queue', async () => (await broker.depth(queue)) === 100);
  });

  it('of an event that obliges nobody succeeds without a listener', async () => {
    await publisher.publish(bell('ping'));
  });

  it('of an event no contract describes is refused', async () => {
    await expect(publisher.publish({ ...letter('x'), type: 'letter.lost.v1' })).rejects.toThrow('letter.lost.v1');
  });

  it('of an event that cannot be sent says so, and not that the broker is away', async () => {
    const { error } = await failure(publisher.publish({ ...letter('x'), traceparent: 'x'.repeat(70_000) }));
    expect(error).toBeInstanceOf(RangeError); // AMQP headers have 64 KiB in amqplib
    await isWorkingAgain();
  });

  describe('when no queue is bound', () => {
    const { type } = letter('x');
    const everyQueue = ['booking.letter-posted', 'records.letter-posted'];
    const rebind = (how: 'bindQueue' | 'unbindQueue') =>
      Promise.all(
        everyQueue.map((name) =>
          broker.channel[how](`${broker.prefix}${name}`, `${broker.prefix}callbook.events`, `${type}.*`),
        ),
      );
    beforeAll(() => rebind('unbindQueue'));
    afterAll(() => rebind('bindQueue'));

    it('fails as unroutable', async () => {
      const { error } = await failure(publisher.publish(letter('nowhere')));
      expect(error).toBeInstanceOf(UnroutableError);
      expect(error).toBeInstanceOf(PublishError);
      expect((error as PublishError).code).toMatch(/unroutable/);
    });

    it('fails for each of many copies of one event, none of which arrived', async () => {
      const copies = Array.from({ length: 50 }, () => failure(publisher.publish(letter('same'))));
      const errors = (await Promise.all(copies)).map(({ error }) => error);
      expect(errors.filter((error) => !(error instanceof UnroutableError))).toEqual([]);
    });
  });

  it('works as before after an unroutable event, for the same event too', async () => {
    await publisher.publish(letter('nowhere'));
  });

  it('fails as nacked when a queue is full', async () => {
    const full = `${broker.prefix}full`;
    await broker.channel.assertQueue(full, {
      arguments: { 'x-queue-type': 'classic', 'x-max-length': 1, 'x-overflow': 'reject-publish' },
    });
    await broker.channel.bindQueue(full, `${broker.prefix}callbook.events`, 'bell.rung.v1.*');
    await publisher.publish(bell('first'));
    const { error } = await failure(publisher.publish(bell('second')));
    await broker.channel.deleteQueue(full);
    expect(error).toBeInstanceOf(NackedError);
  });

  it('gives up in time when the broker falls silent, and works when it is back', async () => {
    proxy.silence('from-target');
    const { error, ms } = await failure(publisher.publish(letter('silent'), { timeoutMs: 300 }));
    expect(error).toBeInstanceOf(ConfirmTimeoutError);
    expect(ms).toBeLessThan(1_000);
    await proxy.refuse();
    await proxy.heal();
    await isWorkingAgain();
  });

  it('in flight when the connection is lost fails at once, and is not called refused: it may have arrived', async () => {
    proxy.silence('from-target');
    const inFlight = failure(publisher.publish(letter('in flight'), { timeoutMs: 5_000 }));
    await proxy.refuse();
    const { error, ms } = await inFlight;
    await proxy.heal();
    await isWorkingAgain();
    expect(error).toBeInstanceOf(PublishError);
    expect(error).not.toBeInstanceOf(NackedError);
    expect(ms).toBeLessThan(1_500);
  });

  it('fails at once while the broker is gone, and works when it is back', async () => {
    await proxy.refuse();
    await eventually('the loss to be noticed', async () => {
      const { error, ms } = await failure(publisher.publish(letter('gone')));
      expect(ms).toBeLessThan(1_600);
      return error instanceof NotConnectedError;
    });
    const { error, ms } = await failure(publisher.publish(letter('gone')));
    expect(error).toBeInstanceOf(NotConnectedError);
    expect(ms).toBeLessThan(50);
    await proxy.heal();
    await isWorkingAgain();
  });
});
