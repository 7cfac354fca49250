import { importCatalogueText } from '@callbook/catalogue';
import { createDataSource } from '@callbook/database';
import { declareTopology, EventPublisher, MessagingModule } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import {
  eventually,
  killHard,
  salonCatalogue,
  startProcess,
  type StartedProcess,
  TcpProxy,
  testPrefix,
  type TestPrefix,
} from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { bookingCreated, bookingFact, callStarted } from './support/events';
import { RecordFixture } from './support/record-fixture';

@Module({})
class NeighbourModule {}

/** The built process: `npx tsc -b apps/records` first. */
describe('records, killed between the commit of a batch and its acknowledgements', () => {
  let record: RecordFixture;
  let broker: TestPrefix;
  let way: TcpProxy;
  let neighbour: INestApplicationContext;
  let app: StartedProcess | undefined;

  beforeAll(async () => {
    record = await RecordFixture.open();
    broker = testPrefix();
    const { url, prefix } = broker;
    await declareTopology(url, { prefix });
    await importCatalogueText(await record.database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    way = await TcpProxy.open(url);
    const imports = [
      ObservabilityModule.forRoot({ app: 'neighbour', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'booking', prefix }),
    ];
    neighbour = await NestFactory.createApplicationContext({ module: NeighbourModule, imports }, { logger: false });
  });
  afterAll(async () => {
    await app?.stop();
    await neighbour?.close();
    await way?.close();
    await record?.close();
    await broker?.close();
  });

  const start = (rabbitmqUrl: string) =>
    startProcess({
      name: 'records',
      script: 'apps/records/dist/main.js',
      env: {
        RABBITMQ_URL: rabbitmqUrl,
        RECORDS_DATABASE_URL: record.database.urlFor('callbook_records'),
        MESSAGING_PREFIX: broker.prefix,
        PORT: '0',
        LOG_LEVEL: 'error',
        ERASURE_KEY: 'an erasure key of thirty-two characters or more',
      },
      readyLine: /"ready":true.*"url":"(?<url>[^"]+)"/,
    });

  const metrics = async () => (await fetch(`${app!.url}/metrics`)).text();

  it('is handed all of it again, and writes none of it again', async () => {
    const facts = Array.from({ length: 20 }, () => bookingFact());
    const messages = facts.flatMap((fact) => [bookingCreated(fact), callStarted(fact.call!)]);
    const ids = messages.map(({ id }) => id);
    const handled = () => record.rows('SELECT FROM records.inbox WHERE message_id = ANY ($1)', ids);
    const versions = () =>
      record.rows(
        `SELECT call.id, call.version, appointment.version AS of_appointment FROM records.calls call
         JOIN records.appointments appointment ON appointment.id = call.appointment_id ORDER BY call.id`,
      );

    const first = (app = await start(way.url));
    way.silence('to-target'); // what it says to the broker does not arrive there
    for (const message of messages) await neighbour.get(EventPublisher).publish(message);
    await eventually('all of it to be committed', async () => (await handled()).length === messages.length, {
      timeoutMs: 30_000,
    });
    const written = await versions();
    expect(written).toHaveLength(20);
    await killHard(first.pid);
    way.cut(); // as its machine tells the broker

    app = await start(broker.url);
    const count = (text: string) =>
      [...text.matchAll(/callbook_messages_handled_total\{[^}]*end="ack"[^}]*\} (\d+)/g)].reduce(
        (sum, [, acks]) => sum + Number(acks),
        0,
      );
    await eventually('all of it to be acknowledged', async () => count(await metrics()) === messages.length, {
      timeoutMs: 60_000,
    });
    expect(await versions()).toEqual(written);
    expect(await handled()).toHaveLength(messages.length);
    await eventually('every event to be sent', async () => {
      const unsent = await record.rows('SELECT FROM records.outbox WHERE sent_at IS NULL');
      return unsent.length === 0;
    });
  }, 120_000);
});
