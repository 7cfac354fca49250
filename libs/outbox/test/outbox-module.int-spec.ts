import { createDataSource, migrate, roles } from '@callbook/database';
import { EventPublisher } from '@callbook/messaging';
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

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
    await database.query(`INSERT INTO booking.inbox SELECT gen_random_uuid(), 'q', now() - interval '31 days'`);

    @Global()
    @Module({
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: EventPublisher, useValue: { publish: () => Promise.resolve() } },
      ],
      exports: [DataSource, EventPublisher],
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

  it('shows how far publishing is behind from the first scrape on', async () => {
    const text = await metricsRegistry.metrics();
    expect(text).toMatch(/^callbook_outbox_unsent\{schema="booking"\} 0$/m);
    expect(text).toMatch(/^callbook_outbox_oldest_unsent_seconds\{schema="booking"\} 0$/m);
  });
});
