import { importCatalogueText } from '@callbook/catalogue';
import { appointmentRowId, type Event, RequestOutcome } from '@callbook/contracts';
import { createDataSource } from '@callbook/database';
import {
  declareTopology,
  EventPublisher,
  MessagingModule,
  parseLadder,
  QueryClient,
  rabbitMqStrategy,
} from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { eventually, sharedStack, testPrefix } from '@callbook/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../src/app.module';
import { RecordsConfig } from '../src/config';
import { catalogueText } from './support/catalogue';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  callAnalyzed,
  callEnded,
  callStarted,
  company,
  functionAnswered,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

const ladder = '200ms,400ms';

describe('the records process', () => {
  const broker = testPrefix();
  const url = sharedStack().rabbitmqUrl;
  let record: RecordFixture;
  let app: NestFastifyApplication;
  let neighbour: INestApplicationContext;

  beforeAll(async () => {
    record = await RecordFixture.open();
    await declareTopology(url, { prefix: broker.prefix, ladder: parseLadder(ladder) });
    await importCatalogue();
    app = await startedApp();
    neighbour = await NestFactory.createApplicationContext(NeighbourModule, { logger: false });
  });
  afterAll(async () => {
    await neighbour?.close();
    await app?.close();
    await record.close();
    await broker.close();
  });

  @Module({
    imports: [
      ObservabilityModule.forRoot({ app: 'neighbour', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'booking', prefix: broker.prefix, ladder: parseLadder(ladder) }),
    ],
  })
  class NeighbourModule {}

  async function importCatalogue(): Promise<void> {
    const owner = await createDataSource({ url: record.database.url, applicationName: 'records-spec' }).initialize();
    await importCatalogueText(owner, catalogueText, { by: 'spec' }).finally(() => owner.destroy());
  }

  async function startedApp(): Promise<NestFastifyApplication> {
    const config = Object.assign(new RecordsConfig(), {
      RABBITMQ_URL: url,
      RECORDS_DATABASE_URL: record.database.urlFor('callbook_records'),
      MESSAGING_PREFIX: broker.prefix,
      RETRY_LADDER: ladder,
      LOG_LEVEL: 'silent',
    });
    const made = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), new FastifyAdapter(), {
      logger: false,
    });
    made.connectMicroservice({ strategy: rabbitMqStrategy(made) });
    await made.init();
    await made.startAllMicroservices();
    await made.listen(0, '127.0.0.1');
    return made;
  }

  const publish = (event: Event<object>) => neighbour.get(EventPublisher).publish(event);
  const ask = (requestKey: string | null, functionCallId: string) =>
    neighbour.get(QueryClient).ask(RequestOutcome, { company, requestKey: String(requestKey), functionCallId });

  const metrics = async () => (await fetch(`${await app.getUrl()}/metrics`)).text();

  it('is ready', async () => {
    const answer = await fetch(`${await app.getUrl()}/health/ready`);
    expect({ http: answer.status, ...((await answer.json()) as object) }).toMatchObject({ http: 200, status: 'ok' });
  });

  it('turns the messages of a call into linked rows, publishes, and answers for them', async () => {
    const fact = bookingFact();
    const call = fact.call!;
    expect(await ask(fact.requestKey, fact.functionCallIds[0]!)).toEqual({ outcome: 'none' });
    const messages = [
      callAnalyzed(call),
      bookingCreated(fact),
      callStarted(call),
      functionAnswered(call),
      callEnded(call),
    ];
    for (const message of [...messages, ...messages]) await publish(message);
    await eventually('the call to be linked and analyzed', async () => {
      const row = await record.call(call);
      return row.has_appointment && row.booking_confirmed && row.status === 'analyzed';
    });
    const subject = appointmentRowId(company, fact.rootUid);
    await eventually('appointment.recorded to leave the outbox', () =>
      record.row('SELECT event_id FROM records.outbox WHERE subject = $1 AND sent_at IS NOT NULL', subject),
    );
    const [published] = await record.published(subject);
    expect(await ask(fact.requestKey, fact.functionCallIds[0]!)).toEqual({
      outcome: 'recorded',
      appointment: published?.data,
    });
    expect(published?.data).toMatchObject({ staffName: 'Mehmet Kaya', serviceName: 'Herrenhaarschnitt' });
  });

  it('answers a failure', async () => {
    const failed = bookingFailed();
    await publish(failed);
    const { requestKey, functionCallIds, reason } = failed.data;
    const reply = await eventually('the failure to be known', async () => {
      const answer = await ask(requestKey, functionCallIds[0]!);
      return answer.outcome !== 'none' && answer;
    });
    expect(reply).toMatchObject({ outcome: 'failed', failure: { reason, providerText: failed.data.providerText } });
  });

  it('catches up after the database was away', async () => {
    const fact = bookingFact();
    const name = new URL(record.database.url).pathname.slice(1);
    await record.rows(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await record.rows(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = 'callbook_records'",
      name,
    );
    await publish(bookingCreated(fact));
    await eventually('the booking to fail once', async () =>
      /queue="records.booking-created",end="retry"/.test(await metrics()),
    );
    await record.rows(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    await eventually('the booking to be linked', async () => (await record.call(fact.call)).has_appointment);
  });
});
