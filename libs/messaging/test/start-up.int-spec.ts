import type { INestApplication } from '@nestjs/common';
import { eventually } from '@callbook/testing';
import { declareTopology, EventPublisher } from '../src';
import { BellRung, contracts, letter, LetterPosted } from './support/contracts';
import { ladder, makeApp, Reader, startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';

describe('start-up', () => {
  let broker: TestBroker;
  const apps: INestApplication[] = [];

  beforeAll(async () => (broker = await TestBroker.open()));

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await broker.declareAgain();
  });

  afterAll(() => broker.close());

  /** The error with which an app refuses to start; undefined when it starts. */
  async function refusal(app: string, ...consumers: Parameters<typeof startApp>[1][]): Promise<Error | undefined> {
    try {
      apps.push(await startApp({ url: broker.url, prefix: broker.prefix, app }, ...consumers));
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }
  const consumer = () => new Reader().consumer(queue);

  it('succeeds when every queue has its handler', async () => {
    expect(await refusal('booking', consumer())).toBeUndefined();
  });

  it('is refused with a queue that nobody handles', async () => {
    expect((await refusal('booking'))?.message).toContain(`${queue} has no handler`);
  });

  it('is refused with two handlers for a queue, even in two controllers', async () => {
    expect((await refusal('booking', consumer(), consumer()))?.message).toContain(`${queue} has two handlers`);
  });

  it('is refused with a handler for a queue that no contract names', async () => {
    const stray = new Reader().consumer('booking.letter-pasted');
    expect((await refusal('booking', consumer(), stray))?.message).toContain('booking.letter-pasted');
  });

  it('is refused with a handler for a queue that carries another event', async () => {
    const stray = new Reader().consumer(queue, BellRung as never);
    expect((await refusal('booking', stray))?.message).toContain(queue);
  });

  it.each([
    ['its own queue', 'queue', queue],
    ['its dead letters', 'queue', `${queue}.dead`],
    ['a rung', 'queue', 'callbook.retry.400ms'],
    ["a rung's exchange", 'exchange', 'callbook.retry.200ms'],
    ['the events exchange', 'exchange', 'callbook.events'],
  ] as const)('is refused without %s, naming it and the remedy', async (_, kind, name) => {
    await broker.channel[kind === 'queue' ? 'deleteQueue' : 'deleteExchange'](`${broker.prefix}${name}`);
    const error = await refusal('booking', consumer());
    expect(error?.message).toContain(`${kind} ${broker.prefix}${name}`);
    expect(error?.message).toContain('npx callbook topology declare');
  });

  it('is refused when a queue of another app, which it publishes to, is missing', async () => {
    await broker.channel.deleteQueue(`${broker.prefix}records.letter-posted`);
    expect((await refusal('webhook-gateway'))?.message).toContain('records.letter-posted');
  });

  it('binds its own queues again', async () => {
    const [exchange, key] = [`${broker.prefix}callbook.events`, `${LetterPosted.type}.*`];
    await broker.channel.unbindQueue(`${broker.prefix}${queue}`, exchange, key);
    const reader = new Reader();
    await refusal('booking', reader.consumer(queue));
    await apps[0]!.get(EventPublisher).publish(letter('bound'));
    await eventually('the letter to arrive', () => reader.of('bound').length > 0);
  });

  it('tells where the broker was not found, and not the password', async () => {
    const url = 'amqp://guest:secret-word@127.0.0.1:1';
    const app = await makeApp({ url, prefix: broker.prefix, app: 'records' });
    const error = await app.init().then(
      () => new Error('it started'),
      (thrown: Error) => thrown,
    );
    await app.close();
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).not.toContain('secret-word');
  });
});

describe('declaring the topology', () => {
  let broker: TestBroker;
  beforeAll(async () => (broker = await TestBroker.open()));
  afterAll(() => broker.close());

  const declare = (options = {}) =>
    declareTopology(broker.url, { prefix: broker.prefix, ladder, contracts, ...options });

  it('again changes nothing', async () => {
    await expect(declare()).resolves.toBeDefined();
  });

  it('with other arguments is refused, and names the queue', async () => {
    await expect(declare({ deliveryLimit: 3 })).rejects.toThrow(/x-delivery-limit.*letter-posted/);
  });

  it('with a longer ladder adds a rung', async () => {
    await declare({ ladder: [...ladder, 60_000] });
    const { messageCount } = await broker.channel.checkQueue(`${broker.prefix}callbook.retry.1m`);
    expect(messageCount).toBe(0);
  });

  it('leaves queues that name all that they need: type, limit, dead letters, and no loss on the way there', async () => {
    const safely = {
      'x-queue-type': 'quorum',
      'x-dead-letter-exchange': '',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    };
    expect(await broker.argumentsOf(queue)).toEqual({
      ...safely,
      'x-delivery-limit': 20,
      'x-dead-letter-routing-key': `${broker.prefix}${queue}.dead`,
    });
    expect(await broker.argumentsOf('callbook.retry.200ms')).toEqual({ ...safely, 'x-message-ttl': 200 });
    // RabbitMQ 4 limits and then drops where no limit is named.
    expect(await broker.argumentsOf(`${queue}.dead`)).toMatchObject({
      'x-queue-type': 'quorum',
      'x-delivery-limit': expect.any(Number),
    });
  });
});
