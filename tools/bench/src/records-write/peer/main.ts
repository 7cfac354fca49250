import 'reflect-metadata';
import type { BookingFact, Event } from '@callbook/contracts';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload, RmqContext, type RmqOptions, Transport } from '@nestjs/microservices';
import type { Channel, ConsumeMessage } from 'amqplib';
import { DataSource } from 'typeorm';
import { peerPattern, peerQueue, peerQueueOptions } from './queue';
import { Appointment, Call, rowsOf } from './rows';

/** What the documentation of Nest and TypeORM leads to: one message, one transaction with two saves, one acknowledgement. */
@Controller()
class BookingsConsumer {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @EventPattern<string>(peerPattern)
  async created(@Payload() event: Event<BookingFact>, @Ctx() context: RmqContext): Promise<void> {
    const { call, appointment } = rowsOf(event);
    await this.dataSource.transaction(async (tx) => {
      await tx.save(Call, call);
      await tx.save(Appointment, appointment);
    });
    (context.getChannelRef() as Channel).ack(context.getMessage() as ConsumeMessage);
  }
}

const { DATABASE_URL: url = '', RABBITMQ_URL: broker = '', PREFETCH = '', POOL_SIZE = '' } = process.env;

async function openDatabase(): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize: Number(POOL_SIZE),
    entities: [Call, Appointment],
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
      queue: peerQueue,
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
