import { randomUUID } from 'node:crypto';
import { createDataSource, migrate, roles } from '@callbook/database';
import { EventPublisher, MessagingRuntime, type ReplayedHandler } from '@callbook/messaging';
import { metricsRegistry } from '@callbook/observability';
import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { OutboxModule } from '../src';

/** What the module does by itself from the moment the app has started. That events reach the broker is shown in flow-tests. */
describe('an app with an outbox', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let app: TestingModule;
  let remember: ReplayedHandler;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
    await database.query(`INSERT INTO booking.inbox SELECT gen_random_uuid(), 'q', now() - interval '31 days'`);

    @Global()
    @Module({
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: EventPublisher, useValue: { publish: () => Promise.resolve() } },
        { provide: MessagingRuntime, useValue: { whenReplayed: (told: ReplayedHandler) => (remember = told) } },
      ],
      exports: [DataSource, EventPublisher, MessagingRuntime],
    })
    class Outside {}
    const imports = [Outside, OutboxModule.forRoot({ schema: 'booking' })];
    app = await Test.createTestingModule({ imports }).compile();
    await app.init();
  });

  afterAll(async () => {
    await app?.close();
    await database?.close();
  });

  it('has forgotten what is too old soon after its start', async () => {
    await eventually(
      'the inbox to be empty',
      async () => (await database.query('SELECT FROM booking.inbox')).length === 0,
    );
  });

  it('remembers a replayed message under the first replay that had it handled, however often it comes', async () => {
    const [messageId, first, second] = [randomUUID(), randomUUID(), randomUUID()] as const;
    const delivery = { queue: 'booking.calendar-notified', messageId, deliveries: 1, redelivered: false };
    for (const replayId of [first, first, second]) await remember(delivery, replayId);
    const rows = await database.query('SELECT queue, replay_id FROM booking.inbox WHERE message_id = $1', [messageId]);
    expect(rows).toEqual([{ queue: delivery.queue, replay_id: first }]);
  });

  it('shows how far publishing is behind from the first scrape on', async () => {
    const text = await metricsRegistry.metrics();
    expect(text).toMatch(/^callbook_outbox_unsent\{schema="booking"\} 0$/m);
    expect(text).toMatch(/^callbook_outbox_oldest_unsent_seconds\{schema="booking"\} 0$/m);
  });
});
