import { metricsRegistry } from '@callbook/observability';
import { eventually, eventuallyHolds, TcpProxy } from '@callbook/testing';
import type { INestApplication } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { RetryableError } from '../src';
import { RabbitMqConnection } from '../src/connection/rabbitmq-connection';
import { lookAtQueues } from '../src/depths/look-at-queues';
import { letter } from './support/contracts';
import { Reader, startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';
const names = [
  'callbook_queue_messages_ready',
  'callbook_queue_consumers',
  'callbook_dead_letters',
  'callbook_rung_messages',
];

/** What one scrape shows of the depths: `callbook_dead_letters{queue="…"}` to its value. */
async function scrape(): Promise<Record<string, number>> {
  const lines = (await metricsRegistry.metrics()).split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => names.some((name) => line.startsWith(`${name}{`)))
      .map((line) => line.split(' '))
      .map(([series = '', value]) => [series, Number(value)]),
  );
}

/** Depths are looked at every five seconds at most. */
const patient = { timeoutMs: 15_000, everyMs: 200 };

describe('how deep queues are', () => {
  const reader = new Reader();
  let broker: TestBroker;
  let proxy: TcpProxy;
  let app: INestApplication;

  beforeAll(async () => {
    broker = await TestBroker.open({ ladder: [200, 400, 600_000] });
    proxy = await TcpProxy.open(broker.url);
    app = await startApp(
      { url: proxy.url, prefix: broker.prefix, app: 'booking', prefetch: 1, ladder: [200, 400, 600_000] },
      reader.consumer(queue),
    );
  });

  afterAll(async () => {
    await app.close();
    await proxy.close();
    await broker.close();
  });

  const dead = `callbook_dead_letters{queue="${queue}"}`;
  const put = (text: string) => broker.put(queue, JSON.stringify(letter(text)));

  it('is shown for the app’s own queues, their dead letters and every rung, and for nobody else’s', async () => {
    expect(await scrape()).toEqual({
      [`callbook_queue_messages_ready{queue="${queue}"}`]: 0,
      [`callbook_queue_consumers{queue="${queue}"}`]: 1,
      [dead]: 0,
      'callbook_rung_messages{rung="200ms"}': 0,
      'callbook_rung_messages{rung="400ms"}': 0,
      'callbook_rung_messages{rung="10m"}': 0,
    });
  });

  it('is asked once for all who scrape within some seconds, and a queue that is gone then is not shown', async () => {
    await broker.channel.deleteQueue(`${broker.prefix}${queue}.dead`);
    // Of confirm channels, such as this one, and through them of every channel.
    const channels = Object.getPrototypeOf(Object.getPrototypeOf(broker.channel)) as Channel;
    const asked = jest.spyOn(channels, 'checkQueue');
    await Promise.all(Array.from({ length: 50 }, scrape));
    expect(asked).not.toHaveBeenCalled();
    await eventually(
      'the broker to be asked again',
      async () => (await scrape(), asked.mock.calls.length > 0),
      patient,
    );
    expect(asked).toHaveBeenCalledTimes(5);
    asked.mockRestore();
    const shown = Object.keys(await scrape());
    expect(shown).not.toContain(dead);
    expect(shown).toHaveLength(5);
    await broker.declareAgain();
  });

  it('rises with what waits, what is put aside and what is tried again later', async () => {
    let finish = (): void => undefined;
    reader.on('later', () => Promise.reject(new RetryableError('later', 'not yet', { retryAfterMs: 600_000 })));
    reader.on('slow', () => new Promise<void>((done) => (finish = done)));
    await put('later');
    await broker.put(queue, 'not JSON');
    await put('slow');
    await eventually('the slow one to be held', () => reader.of('slow').length === 1);
    await put('waiting');
    await put('waiting');
    await eventuallyHolds(
      'the depths',
      async () =>
        expect(await scrape()).toMatchObject({
          [`callbook_queue_messages_ready{queue="${queue}"}`]: 2,
          [dead]: 1,
          'callbook_rung_messages{rung="10m"}': 1,
          'callbook_rung_messages{rung="200ms"}': 0,
        }),
      patient,
    );
    finish();
  });

  it('of a queue that is missing is left out, and the others are there', async () => {
    const connection = new RabbitMqConnection(broker.url, 'spec');
    await connection.open({ required: true });
    const names = ['missing', queue, 'missing too', `${queue}.dead`].map((name) => `${broker.prefix}${name}`);
    const looks = await lookAtQueues(connection, names);
    await connection.close();
    expect([...looks.keys()]).toEqual([names[1], names[3]]);
    expect(looks.get(names[1] ?? '')).toEqual({ messagesReady: expect.any(Number), consumers: 1 });
  });

  it('is not shown at all while the broker is silent, and the scrape takes no longer than a second or so', async () => {
    proxy.silence();
    const longest = { ms: 0 };
    const shown = async () => {
      const since = performance.now();
      const depths = await scrape();
      longest.ms = Math.max(longest.ms, performance.now() - since);
      return Object.keys(depths);
    };
    await eventually('nothing to be shown', async () => (await shown()).length === 0, patient);
    expect(longest.ms).toBeLessThan(1_500);
    await proxy.heal();
    await eventually('the depths again', async () => Object.keys(await scrape()).length === 6, patient);
  });

  it('is not shown, least of all as zero, from the moment the broker is away', async () => {
    await proxy.refuse();
    await eventually('nothing to be shown', async () => Object.keys(await scrape()).length === 0, { timeoutMs: 1_000 });
    await proxy.heal();
    await eventually('the depths again', async () => Object.keys(await scrape()).length === 6, patient);
  });
});
