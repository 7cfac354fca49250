import { MessagingModule, QueryClient, QueryError } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { BrokerConfig } from '../config';
import { CommandFailure } from './command-line';

@Module({})
class QueriesModule {}

/**
 * Connects to the broker, asks, and disconnects; what cannot be asked is told together with what to do about it. Records is who
 * gave no answer, unless `work` says so of another app.
 */
export async function withQueries<T>(
  { RABBITMQ_URL: url, MESSAGING_PREFIX: prefix }: BrokerConfig,
  work: (queries: QueryClient) => Promise<T>,
): Promise<T> {
  const imports = [
    ObservabilityModule.forRoot({ app: 'ops', logLevel: 'silent' }),
    // Not required: a command says after two seconds that there is no broker, instead of waiting for it.
    MessagingModule.forRoot({ url, app: 'ops', prefix, contracts: [], brokerRequired: false, queryTimeoutMs: 5_000 }),
  ];
  const context = await NestFactory.createApplicationContext({ module: QueriesModule, imports }, { logger: false });
  try {
    return await work(context.get(QueryClient));
  } catch (error) {
    throw queryFailure(error, 'records') ?? error;
  } finally {
    await context.close();
  }
}

/** For the answer of another app than records. */
export function noAnswerOf(app: string): (error: unknown) => never {
  return (error) => {
    throw queryFailure(error, app) ?? error;
  };
}

function queryFailure(error: unknown, app: string): CommandFailure | undefined {
  if (!(error instanceof QueryError)) return undefined;
  const who = `${app.charAt(0).toUpperCase()}${app.slice(1)}`;
  const [what, next] = {
    query_not_sent: ['No RabbitMQ answers at the address in RABBITMQ_URL.', 'Start RabbitMQ, or correct RABBITMQ_URL.'],
    query_nobody_answers: [`${who} does not run, and it alone can answer this.`, `Start ${app}, then try again.`],
    query_timeout: [`${who} did not answer in time; it may be done or not.`, 'Trying again is safe.'],
    query_failed: [`${who} could not do it.`, 'Its log says why. Trying again is safe.'],
  }[error.code] as [string, string];
  return new CommandFailure(`${what} (${error.message})`, next, 1, [], { cause: error });
}
