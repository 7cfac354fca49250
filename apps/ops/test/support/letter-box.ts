import { BookingCreated, BookingRequested, type EventClass } from '@callbook/contracts';
import { createDataSource, DatabaseModule, migrate, roles } from '@callbook/database';
import { declareTopology, MessagingModule, QueueSender, rabbitMqStrategy } from '@callbook/messaging';
import { Health, ObservabilityModule } from '@callbook/observability';
import { startHere, TcpProxy, testDatabase, type TestDatabase, testPrefix, type TestPrefix } from '@callbook/testing';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DeadLettersModule } from '../../src/dead-letters/dead-letters.module';
import { runCommandLine } from '../../src/cli/run-command-line';
import { RawBroker } from './raw-broker';

export const contracts: readonly EventClass[] = [BookingCreated as EventClass, BookingRequested as EventClass];
export const queues = { records: 'records.booking-created', booking: 'booking.booking-requested' } as const;
export const deliveryLimit = 2;

@Module({})
class LetterBoxModule {}

/** Broker, database and the mover of dead letters in this process, each connection behind a proxy. */
export class LetterBox {
  private app?: NestFastifyApplication;

  private constructor(
    readonly database: TestDatabase,
    readonly prefix: TestPrefix,
    readonly raw: RawBroker,
    readonly toDatabase: TcpProxy,
    readonly toBroker: TcpProxy,
  ) {}

  static async open(): Promise<LetterBox> {
    const database = await testDatabase({ migrate, roles });
    const prefix = testPrefix();
    await declareTopology(prefix.url, { prefix: prefix.prefix, contracts, deliveryLimit });
    const [toDatabase, toBroker] = await Promise.all([
      TcpProxy.open(database.urlFor('callbook_ops')),
      TcpProxy.open(prefix.url),
    ]);
    return new LetterBox(database, prefix, new RawBroker(prefix), toDatabase, toBroker);
  }

  async start(...controllers: Type[]): Promise<void> {
    const imports = [
      ObservabilityModule.forRoot({ app: 'ops', logLevel: 'silent' }),
      DatabaseModule.forRoot({ url: this.toDatabase.url, applicationName: 'spec', queryTimeoutMs: 5_000 }),
      MessagingModule.forRoot({ url: this.toBroker.url, app: 'spec', prefix: this.prefix.prefix, contracts }),
      DeadLettersModule.forRoot({ keptDays: 90, lookEveryMs: 100 }),
    ];
    const module = { module: LetterBoxModule, imports, controllers };
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    this.app = await startHere(app, rabbitMqStrategy);
  }

  async stop(): Promise<void> {
    await this.app?.close();
    this.app = undefined;
  }

  async readiness() {
    return this.app?.get(Health).readiness();
  }

  async close(): Promise<void> {
    await Promise.all([this.toDatabase.heal(), this.toBroker.heal()]);
    await this.stop();
    await this.toDatabase.close();
    await this.toBroker.close();
    await this.prefix.close();
    await this.database.close();
  }

  /** Entries of the store, in the order they came. */
  letters(): Promise<LetterRow[]> {
    return this.database.query<LetterRow>('SELECT * FROM ops.dead_letters ORDER BY stored_at, dead_at, id');
  }

  /** Messages that wait in this queue. */
  async depth(queue: string): Promise<number> {
    return (await this.app?.get(QueueSender).look(queue))?.messagesReady ?? -1;
  }

  connectAsOps() {
    return this.database.connect(createDataSource, 'callbook_ops');
  }

  /** The command line on this database and broker. */
  async callbook(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const exitCode = await runCommandLine(args, {
      env: {
        OPS_DATABASE_URL: this.database.urlFor('callbook_ops'),
        RABBITMQ_URL: this.prefix.url,
        MESSAGING_PREFIX: this.prefix.prefix,
        DELIVERY_LIMIT: String(deliveryLimit),
      },
      stdout: (text) => void stdout.push(text),
      stderr: (text) => void stderr.push(text),
    });
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }

  async json(...args: string[]): Promise<{ exitCode: number; answer: Record<string, unknown> }> {
    const { exitCode, stdout } = await this.callbook(...args, '--json');
    return { exitCode, answer: JSON.parse(stdout) as Record<string, unknown> };
  }
}

export interface LetterRow {
  readonly id: string;
  readonly group_id: string;
  readonly queue: string;
  readonly message_id: string | null;
  readonly event_type: string | null;
  readonly company: string | null;
  readonly code: string;
  readonly error: string;
  readonly dead_at: Date;
  readonly died_of: string;
  readonly state: string;
  readonly deaths: number;
  readonly alone: boolean;
  readonly properties: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
}
