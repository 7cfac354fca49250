import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { Health } from '@callbook/observability';
import { eventually, TcpProxy } from '@callbook/testing';
import { EventPublisher } from '../src';
import { bell, letter } from './support/contracts';
import { Reader, startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';

describe('shutdown', () => {
  let broker: TestBroker;
  let app: INestApplication | undefined;
  let reader: Reader;

  beforeAll(async () => (broker = await TestBroker.open()));

  afterEach(async () => {
    await app?.close();
    await broker.channel.purgeQueue(`${broker.prefix}${queue}`);
  });

  afterAll(() => broker.close());

  async function start(options: { graceMs?: number; url?: string } = {}): Promise<INestApplication> {
    reader = new Reader();
    app = await startApp(
      { url: broker.url, prefix: broker.prefix, app: 'booking', ...options },
      reader.consumer(queue),
    );
    return app;
  }
  const put = (text: string) => broker.put(queue, JSON.stringify(letter(text)));

  const notTaking = async (running: INestApplication) =>
    (await running.get(Health).readiness()).checks.broker?.startsWith('not consuming');

  /** An app with a handler that runs until it is told to finish. */
  async function startSlow(url: string) {
    const running = await start({ url });
    let finish = () => {};
    reader.on('slow', () => new Promise<void>((resolve) => (finish = resolve)));
    await put('slow');
    await eventually('the handler to run', () => reader.of('slow').length === 1);
    return { running, finish };
  }

  it('finishes the handler that runs, which can still publish, and acknowledges its message', async () => {
    const running = await start();
    let finish = () => {};
    let published = false;
    reader.on('slow', async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      await running.get(EventPublisher).publish(bell('done'));
      published = true;
    });
    await put('slow');
    await eventually('the handler to run', () => reader.of('slow').length === 1);

    let closed = false;
    const closing = running.close().then(() => (closed = true));
    await eventually('it to stop', () => notTaking(running));
    await put('too late');
    await eventually('nothing to be taken any more', async () => (await broker.depth(queue)) === 1);
    expect(closed).toBe(false);
    finish();
    await closing;
    expect(published).toBe(true);
    expect(reader.of('too late')).toHaveLength(0);
    expect(await broker.depth(queue)).toBe(1); // 'too late' alone: 'slow' was acknowledged
  });

  it('gives back at once what it was handed after it had begun to stop', async () => {
    const proxy = await TcpProxy.open(broker.url);
    try {
      const { running, finish } = await startSlow(proxy.url);

      proxy.silence('to-target'); // that it takes no more is not heard yet
      const closing = running.close();
      await eventually('it to stop', () => notTaking(running));
      await put('too late');
      await eventually('it to be handed over', async () => (await broker.depth(queue)) === 0);
      await proxy.heal();
      await eventually('it to be back', async () => (await broker.depth(queue)) === 1);
      finish();
      await closing;
      expect(reader.of('too late')).toHaveLength(0);
    } finally {
      await proxy.close();
    }
  });

  it('takes nothing more either when the connection is lost and found meanwhile', async () => {
    const proxy = await TcpProxy.open(broker.url);
    try {
      const { running, finish } = await startSlow(proxy.url);
      const closing = running.close();
      await eventually('it to stop', () => notTaking(running));
      const before = proxy.connections;
      proxy.cut();
      await eventually('the connections to be lost', () => proxy.connections === 0);
      await eventually('them to be there again', () => proxy.connections === before);
      await put('too late');
      await eventually('what was in work to be back', async () => (await broker.depth(queue)) === 2);
      for (let looks = 0; looks < 20; looks += 1) {
        await pause(50);
        expect(await broker.depth(queue)).toBe(2);
      }
      finish();
      await closing;
      expect(await broker.depth(queue)).toBe(2);
    } finally {
      await proxy.close();
    }
  });

  it('gives a message back whose handler does not finish in time', async () => {
    const running = await start({ graceMs: 200 });
    reader.on('stuck', () => new Promise<void>(() => undefined));
    await put('stuck');
    await eventually('the handler to run', () => reader.of('stuck').length === 1);
    const since = performance.now();
    await running.close();
    expect(performance.now() - since).toBeLessThan(3_000);
    await eventually('the message to be back', async () => (await broker.depth(queue)) === 1);
  });

  it('is not held up by a broker that has fallen silent', async () => {
    const proxy = await TcpProxy.open(broker.url);
    try {
      const running = await start({ url: proxy.url });
      proxy.silence('from-target');
      const late = new Promise<string>((resolve) => setTimeout(resolve, 15_000, 'still closing').unref());
      expect(await Promise.race([running.close().then(() => 'closed'), late])).toBe('closed');
    } finally {
      await proxy.close();
    }
  });

  it('of an idle app takes no time', async () => {
    const running = await start();
    const since = performance.now();
    await running.close();
    expect(performance.now() - since).toBeLessThan(1_000);
  });
});
