import { WakeUp } from '@callbook/database';
import { EventPublisher } from '@callbook/messaging';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { cleanUp } from './clean-up';
import { Inbox } from './inbox';
import { measureLag } from './outbox-lag';
import { Outbox, outboxChannel } from './outbox';
import { OutboxRelay } from './relay/outbox-relay';

export interface OutboxOptions {
  /** Schema with the tables `inbox` and `outbox`. */
  readonly schema: string;
  /** How often to look without being woken; default 1000 ms. */
  readonly pollMs?: number;
}

const measureEveryMs = 10_000;

/** Runs the relay from start to shutdown, measures its lag and cleans up once an hour. */
class OutboxLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private readonly wakeUp: WakeUp;
  private cleaning?: NodeJS.Timeout;
  private measuring?: NodeJS.Timeout;

  constructor(
    private readonly dataSource: DataSource,
    private readonly relay: OutboxRelay,
    private readonly options: OutboxOptions,
  ) {
    const { url } = dataSource.options as DataSourceOptions & { url: string };
    this.wakeUp = new WakeUp({
      url,
      channel: outboxChannel(options.schema),
      pollMs: options.pollMs ?? 1_000,
      onWake: () => relay.wake(),
    });
  }

  onApplicationBootstrap(): void {
    this.wakeUp.start();
    this.cleaning = setInterval(() => void this.clean(), 3_600_000).unref();
    this.measuring = setInterval(() => void this.measure(), measureEveryMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.cleaning);
    clearInterval(this.measuring);
    await this.wakeUp.stop();
    await this.relay.stop();
  }

  private async measure(): Promise<void> {
    await measureLag(this.dataSource, this.options.schema).catch(() => undefined); // readiness says that the database is away
  }

  private async clean(): Promise<void> {
    await cleanUp(this.dataSource, this.options.schema).catch((error: Error) =>
      this.logger.warn(`clean-up failed: ${error.message}`),
    );
  }
}

@Global()
@Module({})
export class OutboxModule {
  /** Provides `Inbox` and `Outbox` over the app's `DataSource` and relays through its `EventPublisher`. */
  static forRoot(options: OutboxOptions): DynamicModule {
    return {
      module: OutboxModule,
      providers: [
        {
          provide: Inbox,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new Inbox(dataSource, options.schema),
        },
        { provide: Outbox, useFactory: () => new Outbox(options.schema) },
        {
          provide: OutboxRelay,
          inject: [DataSource, EventPublisher],
          useFactory: (dataSource: DataSource, publisher: EventPublisher) =>
            new OutboxRelay(dataSource, publisher, options),
        },
        {
          provide: OutboxLife,
          inject: [DataSource, OutboxRelay],
          useFactory: (dataSource: DataSource, relay: OutboxRelay) => new OutboxLife(dataSource, relay, options),
        },
      ],
      exports: [Inbox, Outbox],
    };
  }
}
