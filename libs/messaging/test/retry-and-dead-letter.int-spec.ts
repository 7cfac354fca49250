import type { INestApplication } from '@nestjs/common';
import { eventually } from '@callbook/testing';
import { EventPublisher, PermanentError, RetryableError } from '../src';
import { letter } from './support/contracts';
import { Reader, startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';
const otherQueue = 'records.letter-posted';

describe('a message that fails', () => {
  const reader = new Reader();
  const bystander = new Reader();
  let broker: TestBroker;
  let apps: INestApplication[] = [];
  let publisher: EventPublisher;

  beforeAll(async () => {
    broker = await TestBroker.open();
    const { url, prefix } = broker;
    apps = [
      await startApp({ url, prefix, app: 'booking' }, reader.consumer(queue)),
      await startApp({ url, prefix, app: 'records' }, bystander.consumer(otherQueue)),
    ];
    publisher = apps[0]!.get(EventPublisher);
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await broker.close();
  });

  it('twice and then works arrives after two rungs, as delivery 3 of the same message', async () => {
    const at: number[] = [];
    reader.on('twice', async ({ delivery }) => {
      at.push(performance.now());
      if (delivery.deliveries < 3) throw new RetryableError('not_yet', 'try later');
    });
    await publisher.publish(letter('twice'));
    await eventually('three deliveries', () => reader.of('twice').length === 3);

    const { id } = letter('twice');
    expect(reader.of('twice').map(({ delivery }) => delivery)).toEqual(
      [1, 2, 3].map((deliveries) => ({ queue, messageId: id, deliveries, redelivered: false })),
    );
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(200);
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(400);
  });

  it('is retried in the queue that failed alone: another subscriber sees it once', async () => {
    await eventually('the bystander to have read it', () => bystander.of('twice').length > 0);
    expect(bystander.of('twice').map(({ delivery }) => delivery)).toEqual([
      { queue: otherQueue, messageId: letter('twice').id, deliveries: 1, redelivered: false },
    ]);
  });

  it('always is in .dead in the end, with cause, deliveries and origin, and body and ids as they were', async () => {
    reader.on('always', async () => {
      throw new RetryableError('calendar_away', 'the calendar did not answer');
    });
    const before = Date.now();
    const event = letter('always');
    await publisher.publish(event);
    const dead = await broker.deadLetter(queue, event.id);

    expect(JSON.parse(dead.content.toString())).toEqual(event);
    expect(dead.properties).toMatchObject({
      messageId: event.id,
      correlationId: event.correlationid,
      type: event.type,
      deliveryMode: 2,
      contentType: 'application/cloudevents+json',
    });
    expect(dead.properties.headers).toMatchObject({
      'x-callbook-origin-queue': queue,
      'x-callbook-code': 'calendar_away',
      'x-callbook-error': 'the calendar did not answer',
      'x-callbook-deliveries': 3,
    });
    const failedAt = Date.parse(dead.properties.headers?.['x-callbook-first-failed-at']);
    const deadAt = Date.parse(dead.properties.headers?.['x-callbook-dead-at']);
    expect(failedAt).toBeGreaterThanOrEqual(before);
    expect(deadAt - failedAt).toBeGreaterThanOrEqual(600);
    expect(Object.keys(dead.properties.headers ?? {}).filter((name) => name.startsWith('x-death'))).toEqual([]);
  });

  it('for a bug climbs the ladder like any other', async () => {
    reader.on('bug', async () => {
      throw new TypeError('no such function');
    });
    await publisher.publish(letter('bug'));
    const dead = await broker.deadLetter(queue, letter('bug').id);
    expect(reader.of('bug')).toHaveLength(3);
    expect(dead.properties.headers).toMatchObject({
      'x-callbook-code': expect.stringMatching(/^unexpected/),
      'x-callbook-deliveries': 3,
    });
  });

  it('for good is in .dead at once: the class it threw reaches the decision through Nest', async () => {
    reader.on('never', async () => {
      throw new PermanentError('unknown_stamp', 'nobody knows this stamp');
    });
    await publisher.publish(letter('never'));
    const dead = await broker.deadLetter(queue, letter('never').id);
    expect(reader.of('never')).toHaveLength(1);
    expect(dead.properties.headers).toMatchObject({
      'x-callbook-code': 'unknown_stamp',
      'x-callbook-error': 'nobody knows this stamp',
      'x-callbook-deliveries': 1,
    });
  });

  it('and wants to wait takes the first rung that is long enough', async () => {
    const at: number[] = [];
    reader.on('patient', async () => {
      at.push(performance.now());
      if (at.length === 1) throw new RetryableError('rate_limited', 'wait', { retryAfterMs: 300 });
    });
    await publisher.publish(letter('patient'));
    await eventually('the second delivery', () => at.length === 2);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['no JSON', Buffer.from([0x7b, 0xff, 0x00, 0x22]), /unreadable|invalid/],
    ['empty', Buffer.alloc(0), /unreadable|invalid/],
    ['no event', Buffer.from('[1, 2]'), /invalid_contract/],
    ['of another contract', Buffer.from('{"specversion" : "1.0","name":"Jonas Weber"}'), /invalid_contract/],
  ])('to be read because it is %s is in .dead at once, byte for byte', async (messageId, body, code) => {
    const handled = reader.deliveries.length;
    await broker.put(queue, body, { messageId, correlationId: 'c1' });
    const dead = await broker.deadLetter(queue, messageId);
    expect(dead.content.equals(body)).toBe(true);
    expect(dead.properties).toMatchObject({ messageId, correlationId: 'c1' });
    expect(dead.properties.headers).toMatchObject({
      'x-callbook-origin-queue': queue,
      'x-callbook-code': expect.stringMatching(code),
      'x-callbook-deliveries': 1,
    });
    expect(dead.properties.headers?.['x-callbook-error']).not.toContain('Jonas');
    expect(reader.deliveries).toHaveLength(handled);
  });

  it('and names other queues in a CC header still comes back to its own alone', async () => {
    reader.on('copied', async ({ delivery }) => {
      if (delivery.deliveries < 2) throw new RetryableError('not_yet', 'try later');
    });
    const copies = `${broker.prefix}copies`;
    await broker.channel.assertQueue(copies, { durable: true });
    const headers = { CC: [copies] };
    await broker.put(queue, JSON.stringify(letter('copied')), { messageId: letter('copied').id, headers });
    await eventually('two deliveries', () => reader.of('copied').length === 2);
    expect(await broker.depth('copies')).toBe(1); // the sender's own copy
  });

  it('is handled under the correlation of its event', async () => {
    await publisher.publish(letter('correlated'));
    await eventually('its delivery', () => reader.of('correlated').length === 1);
    const { id, correlationid } = letter('correlated');
    expect(reader.of('correlated')[0]!.correlation).toMatchObject({ correlationId: correlationid, causationId: id });
  });

  it('leaves nothing behind in the queues', async () => {
    await eventually('empty queues', async () => (await broker.depth(queue)) + (await broker.depth(otherQueue)) === 0);
    expect(await broker.depth('callbook.retry.200ms')).toBe(0);
    expect(await broker.depth('callbook.retry.400ms')).toBe(0);
  });
});
