import { MessagingModule, PublishError, QueueSender } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { BrokerConfig } from '../config';
import { CommandFailure } from './command-line';

@Module({})
class SendingModule {}

/** Connects to the broker, sends to queues, and disconnects; what cannot be sent is told together with what to do about it. */
export async function withSender<T>(
  { RABBITMQ_URL: url, MESSAGING_PREFIX: prefix }: BrokerConfig,
  work: (sender: QueueSender) => Promise<T>,
): Promise<T> {
  const imports = [
    ObservabilityModule.forRoot({ app: 'ops', logLevel: 'silent' }),
    MessagingModule.forRoot({ url, app: 'callbook', prefix, contracts: [], brokerRequired: false }),
  ];
  const context = await NestFactory.createApplicationContext({ module: SendingModule, imports }, { logger: false });
  try {
    return await work(context.get(QueueSender));
  } catch (error) {
    const isAway = error instanceof PublishError || (error as Error).message.startsWith('not connected to the broker');
    if (!isAway) throw error;
    const what = `RabbitMQ did not take it: ${(error as Error).message}.`;
    throw new CommandFailure(what, 'Start RabbitMQ, or correct RABBITMQ_URL.', 1, [], { cause: error });
  } finally {
    await context.close();
  }
}
