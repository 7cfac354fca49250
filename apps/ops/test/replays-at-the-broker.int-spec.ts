import { BookingCreated, type EventClass } from '@callbook/contracts';
import { DatabaseModule } from '@callbook/database';
import { declareTopology, MessagingModule, QueueSender } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { eventually, RabbitmqManagement, sharedStack, testPrefix, type TestPrefix } from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ReplaysModule } from '../src/replays/replays.module';
import { RawBroker } from './support/raw-broker';
import { queue, ReplayDesk } from './support/replay-desk';

const contracts = [BookingCreated as EventClass];

@Module({})
class SenderModule {}

describe('a replay to a queue of a real broker', () => {
  let desk: ReplayDesk;
  let broker: TestPrefix;
  let app: INestApplicationContext;

  beforeAll(async () => {
    desk = await ReplayDesk.open();
    broker = testPrefix();
    const { url, prefix } = broker;
    await declareTopology(url, { prefix, contracts });
    const imports = ofSender();
    app = await NestFactory.createApplicationContext({ module: SenderModule, imports }, { logger: false });
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await broker?.close();
    await desk?.close();
  });
  beforeEach(() => desk.clear());

  const ofSender = () => [
    ObservabilityModule.forRoot({ app: 'spec', logLevel: 'silent' }),
    MessagingModule.forRoot({ url: broker.url, app: 'spec', prefix: broker.prefix, contracts }),
  ];

  /** For one message, and then it is full. */
  async function whileFull(work: () => Promise<void>): Promise<void> {
    const management = new RabbitmqManagement(sharedStack().rabbitmqManagementUrl ?? '');
    const vhost = encodeURIComponent(decodeURIComponent(new URL(broker.url).pathname.slice(1)) || '/');
    const policy = `/policies/${vhost}/${encodeURIComponent(`${broker.prefix}full`)}`;
    await management.request('PUT', policy, {
      pattern: `^${broker.prefix.replaceAll('.', '\\.')}${queue.replaceAll('.', '\\.')}$`,
      definition: { 'max-length': 1, overflow: 'reject-publish' },
      'apply-to': 'queues',
    });
    await work().finally(() => management.request('DELETE', policy));
  }

  async function confirmed(...texts: string[]) {
    const letters = await desk.keep(texts);
    const id = await desk.plan(letters);
    await desk.confirm(id);
    return { id, letters, run: desk.runner({ effectWithinMs: 50, sliceMs: 100 }, app.get(QueueSender)) };
  }

  it('stops when the queue is full, and nothing is marked as sent', async () => {
    await whileFull(async () => {
      // A quorum queue takes a few more than it may hold before it says no.
      for (let number = 0; ; number += 1) {
        const { id, letters, run } = await confirmed(`number ${number}`);
        await run.execute();
        const { stop_reason: reason } = await desk.replay(id);
        if (reason === 'not_handled' && number < 50) continue;
        expect(reason).toBe('not_accepted');
        expect(await desk.items(id)).toMatchObject([{ state: 'pending', sends: 0 }]);
        expect(await desk.state(letters[0]!)).toBe('open');
        expect(await run.execute()).toBe(false);
        break;
      }
    });
  });

  it('is settled by the process itself after it has stopped, and so is what was sent alone', async () => {
    const { id, letters } = await confirmed('late');
    await desk.runner({ effectWithinMs: 50, sliceMs: 100 }).execute();
    expect(await desk.replay(id)).toMatchObject({ state: 'stopped', stop_reason: 'not_handled' });
    const [alone = ''] = await desk.keep(['alone']);
    await desk.set(alone, 'replaying');
    await desk.handled('late', id);
    await desk.handled('alone', alone);
    const database = DatabaseModule.forRoot({ url: desk.database.urlFor('callbook_ops'), applicationName: 'spec' });
    const imports = [...ofSender(), database, ReplaysModule.forRoot()];
    const ops = await NestFactory.createApplicationContext({ module: SenderModule, imports }, { logger: false });
    try {
      await eventually('both to be resolved', async () => {
        const states = [await desk.state(letters[0]!), await desk.state(alone)];
        return states.every((state) => state === 'resolved');
      });
    } finally {
      await ops.close();
    }
  });

  it('stops when the queue is gone, and nothing is marked as sent', async () => {
    const { id, letters, run } = await confirmed('homeless');
    await new RawBroker(broker).deleteQueue(queue);
    await run.execute();
    expect(await desk.replay(id)).toMatchObject({ state: 'stopped', stop_reason: 'queue_gone' });
    expect(await desk.items(id)).toMatchObject([{ state: 'pending', sends: 0 }]);
    expect(await desk.state(letters[0]!)).toBe('open');
  });
});
