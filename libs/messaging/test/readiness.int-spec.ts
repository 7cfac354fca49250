import { Health } from '@callbook/observability';
import { eventually, TcpProxy } from '@callbook/testing';
import { Controller, type INestApplication, type Type } from '@nestjs/common';
import { AnswerQuery, rabbitMqStrategy } from '../src';
import { letter, Postage, type PostageReply } from './support/contracts';
import { makeApp, Reader, startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';

@Controller()
class PostageQuery {
  @AnswerQuery(Postage)
  async handle(): Promise<PostageReply> {
    return { price: '1.10' };
  }
}

describe('an app that takes messages is ready', () => {
  let broker: TestBroker;
  let proxy: TcpProxy;
  const apps: INestApplication[] = [];

  beforeAll(async () => {
    broker = await TestBroker.open();
    proxy = await TcpProxy.open(broker.url);
  });

  afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

  afterAll(async () => {
    await proxy.close();
    await broker.close();
  });

  async function started(...consumers: Type[]): Promise<INestApplication> {
    const app = await startApp({ url: proxy.url, prefix: broker.prefix, app: 'booking' }, ...consumers);
    apps.push(app);
    return app;
  }
  const brokerCheck = async (app: INestApplication) => (await app.get(Health).readiness()).checks.broker;
  const becomes = (app: INestApplication, expected: string) =>
    eventually(`readiness to say "${expected}"`, async () => (await brokerCheck(app)) === expected);

  it('while it consumes; not when its queue is deleted, and again when it consumes the one declared anew', async () => {
    const reader = new Reader();
    const app = await started(reader.consumer(queue));
    expect(await brokerCheck(app)).toBe('ok');

    await broker.channel.deleteQueue(`${broker.prefix}${queue}`);
    await becomes(app, `not consuming ${broker.prefix}${queue}`);
    expect((await app.get(Health).readiness()).status).toBe('not_ready');

    await broker.declareAgain();
    await becomes(app, 'ok');
    await broker.put(queue, JSON.stringify(letter('anew')));
    await eventually('the letter to be taken', () => reader.of('anew').length > 0);
  });

  it('not when a query has no answerer any more, until it has one again', async () => {
    const app = await started(new Reader().consumer(queue), PostageQuery);
    expect(await brokerCheck(app)).toBe('ok');
    // The queue comes back with its responder. Taken by somebody else meanwhile, it cannot.
    const name = `${broker.prefix}${Postage.query}`;
    await broker.channel.deleteQueue(name);
    await broker.channel.assertQueue(name, { durable: true });
    await becomes(app, `not consuming ${name}`);
    await broker.channel.deleteQueue(name);
    await becomes(app, 'ok');
  });

  it('not when the broker closes the channel of a consumer, until it has another', async () => {
    const reader = new Reader();
    const app = await started(reader.consumer(queue));
    proxy.cut();
    await eventually('the loss to be noticed', async () => (await brokerCheck(app)) !== 'ok', { everyMs: 5 });
    await becomes(app, 'ok');
    await broker.put(queue, JSON.stringify(letter('on the next channel')));
    await eventually('the letter to be taken', () => reader.of('on the next channel').length > 0);
  });

  it('not before it has subscribed', async () => {
    const app = await makeApp({ url: proxy.url, prefix: broker.prefix, app: 'booking' }, new Reader().consumer(queue));
    apps.push(app);
    app.connectMicroservice({ strategy: rabbitMqStrategy(app) });
    await app.init();
    expect(await brokerCheck(app)).toBe(`not consuming ${broker.prefix}${queue}`);
    await app.startAllMicroservices();
    expect(await brokerCheck(app)).toBe('ok');
  });
});
