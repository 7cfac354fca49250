import type { INestApplication } from '@nestjs/common';
import { Health } from '@callbook/observability';
import { eventually, TcpProxy } from '@callbook/testing';
import { EventPublisher } from '../src';
import { letter } from './support/contracts';
import { Reader, startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';

describe('a consumer', () => {
  const reader = new Reader();
  let broker: TestBroker;
  let proxy: TcpProxy;
  let app: INestApplication;

  beforeAll(async () => {
    broker = await TestBroker.open();
    proxy = await TcpProxy.open(broker.url);
    app = await startApp({ url: proxy.url, prefix: broker.prefix, app: 'booking' }, reader.consumer(queue));
  });

  afterAll(async () => {
    await app.close();
    await proxy.close();
    await broker.close();
  });

  const put = (text: string) => broker.put(queue, JSON.stringify(letter(text)), { messageId: letter(text).id });
  const arrived = (text: string) => eventually(`${text} to arrive`, () => reader.of(text).length > 0);

  it('takes messages again after the connection was lost', async () => {
    await put('before');
    await arrived('before');
    proxy.cut();
    await put('after');
    await arrived('after');
  });

  it('takes what came while the broker was out of reach', async () => {
    await proxy.refuse();
    await put('meanwhile');
    await proxy.heal();
    await arrived('meanwhile');
  });

  it('is handed again what it had not finished when the connection was lost, and acks it on the new channel', async () => {
    let finishFirst = () => {};
    const first = new Promise<void>((resolve) => (finishFirst = resolve));
    reader.on('unfinished', ({ delivery }) => (delivery.redelivered ? Promise.resolve() : first));
    await put('unfinished');
    await arrived('unfinished');
    proxy.cut();
    await eventually('the second hand-over', () => reader.of('unfinished').length === 2);
    finishFirst(); // its channel is gone: acking on the new one would be an error there
    expect(reader.of('unfinished')[1]!.delivery).toMatchObject({ deliveries: 2, redelivered: true });
    await put('next');
    await arrived('next');
    expect(reader.of('unfinished')).toHaveLength(2);
    expect(reader.of('next')).toHaveLength(1);
  });

  it('is there again when the broker cancelled it because its queue was deleted and declared anew', async () => {
    await broker.channel.deleteQueue(`${broker.prefix}${queue}`);
    await broker.declareAgain();
    await put('on the new queue');
    await arrived('on the new queue');
  });

  it('has acknowledged all of it: nothing comes back when its channel is closed', async () => {
    await app.close();
    expect(await broker.depth(queue)).toBe(0);
    expect(reader.of('unfinished')).toHaveLength(2);
  });
});

describe('a channel the broker closes alone', () => {
  let broker: TestBroker;
  let app: INestApplication;
  const reader = new Reader();

  beforeAll(async () => {
    broker = await TestBroker.open();
    app = await startApp(
      { url: broker.url, prefix: broker.prefix, app: 'booking', ladder: [200] },
      reader.consumer(queue),
    );
  });

  afterAll(async () => {
    await app.close();
    await broker.close();
  });

  it('is made again: publishing to an exchange that is missing fails, and works once it is there', async () => {
    const publisher = app.get(EventPublisher);
    const exchange = `${broker.prefix}callbook.events`;
    await broker.channel.deleteExchange(exchange);
    await expect(publisher.publish(letter('lost'))).rejects.toThrow(); // 404 closes the publisher's channel
    await broker.declareAgain();
    await eventually('publishing to work again', async () => {
      await publisher.publish(letter('found'));
      return true;
    });
    await eventually('the letter to arrive', () => reader.of('found').length > 0);
  });
});

describe('an app that can do without the broker for a while', () => {
  let broker: TestBroker;
  let proxy: TcpProxy;
  let app: INestApplication;
  const reader = new Reader();

  beforeAll(async () => {
    broker = await TestBroker.open();
    proxy = await TcpProxy.open(broker.url);
    await proxy.refuse();
    const options = { url: proxy.url, prefix: broker.prefix, app: 'booking', brokerRequired: false };
    app = await startApp(options, reader.consumer(queue));
  });

  afterAll(async () => {
    await app.close();
    await proxy.close();
    await broker.close();
  });

  const published = (text: string) =>
    app
      .get(EventPublisher)
      .publish(letter(text))
      .then(() => true);

  it('starts while the broker is away, is ready, and says at once that nothing was sent', async () => {
    expect((await app.get(Health).readiness()).status).toBe('ok');
    await expect(published('too early')).rejects.toMatchObject({ code: 'broker_not_connected' });
  });

  it('publishes and consumes once the broker is there', async () => {
    await proxy.heal();
    await eventually('a confirm', () => published('in time'), { timeoutMs: 20_000 });
    await eventually('the letter to arrive', () => reader.of('in time').length > 0, { timeoutMs: 20_000 });
  });
});
