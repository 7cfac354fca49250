import 'reflect-metadata';
import type { BookingFact, Event } from '@callbook/contracts';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload, RmqContext, type RmqOptions, Transport } from '@nestjs/microservices';
import type { Channel, ConsumeMessage } from 'amqplib';
import { DataSource, type EntityManager } from 'typeorm';
import { peerPattern, peerQueueOptions } from './queue';
import { Appointment, AppointmentUid, Call, Customer, InboxMessage, Outcome, rowsBeside, rowsOf } from './rows';

/** What the documentation of Nest and TypeORM leads to: one message, one transaction with its saves, one acknowledgement. */
@Controller()
class BookingsConsumer {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @EventPattern<string>(peerPattern)
  async created(@Payload() event: Event<BookingFact>, @Ctx() context: RmqContext): Promise<void> {
    await this.dataSource.transaction((tx) => (ROWS === 'all' ? saveAll(tx, event) : saveTwo(tx, event)));
    (context.getChannelRef() as Channel).ack(context.getMessage() as ConsumeMessage);
  }
}

async function saveTwo(tx: EntityManager, event: Event<BookingFact>): Promise<void> {
  const { call, appointment } = rowsOf(event);
  await tx.save(Call, call);
  await tx.save(Appointment, appointment);
}

/** A message that is known already is not worked on again; a caller who is known is not made again. */
async function saveAll(tx: EntityManager, event: Event<BookingFact>): Promise<void> {
  const [{ call, appointment }, beside] = [rowsOf(event), rowsBeside(event)];
  const { message_id, queue } = beside.inboxMessage;
  if (await tx.existsBy(InboxMessage, { message_id, queue })) return;
  await tx.save(InboxMessage, beside.inboxMessage);
  const { company, phone } = beside.customer;
  const customer = (await tx.findOneBy(Customer, { company, phone })) ?? (await tx.save(Customer, beside.customer));
  const known = { customer_id: customer.id, customer_cause: null, customer_cause_since: null };
  await tx.save(Call, { ...call, ...known });
  await tx.save(Appointment, { ...appointment, ...known });
  await tx.save(AppointmentUid, beside.uid);
  await tx.save(Outcome, beside.outcome);
}

const {
  DATABASE_URL: url = '',
  RABBITMQ_URL: broker = '',
  PREFETCH = '',
  POOL_SIZE = '',
  QUEUE = '',
  ROWS = '',
} = process.env;

async function openDatabase(): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize: Number(POOL_SIZE),
    entities: [InboxMessage, Customer, Call, Appointment, AppointmentUid, Outcome],
  });
  return dataSource.initialize();
}

@Module({ controllers: [BookingsConsumer], providers: [{ provide: DataSource, useFactory: openDatabase }] })
class PeerModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createMicroservice<RmqOptions>(PeerModule, {
    logger: ['error', 'warn'],
    transport: Transport.RMQ,
    options: {
      urls: [broker],
      queue: QUEUE,
      queueOptions: peerQueueOptions,
      noAck: false,
      prefetchCount: Number(PREFETCH),
      persistent: true,
    },
  });
  await app.listen();
  process.stdout.write('{"ready":true}\n');
}

void main();
