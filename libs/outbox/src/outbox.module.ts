import { WakeUp } from '@callbook/database';
import { EventPublisher, MessagingRuntime } from '@callbook/messaging';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Inbox } from './inbox';
import { Outbox, outboxChannel } from './outbox';
import { showLag } from './outbox-lag';
import { RegularCleanUp } from './regular-clean-up';
import { OutboxRelay } from './relay/outbox-relay';
import { rememberReplayed } from './remember-replayed';

export interface OutboxOptions {
  /** Schema with the tables `inbox` and `outbox`. */
  readonly schema: string;
  /** How often to look without being woken; default 1000 ms. */
  readonly pollMs?: number;
}

/** Runs the relay from start to shutdown, shows its lag and cleans up. */
class OutboxLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly wakeUp: WakeUp;
  private readonly cleanUp: RegularCleanUp;

  constructor(
    private readonly dataSource: DataSource,
    private readonly relay: OutboxRelay,
    private readonly options: OutboxOptions,
    messaging: MessagingRuntime,
  ) {
    messaging.whenReplayed(rememberReplayed(dataSource, options.schema));
    const { url } = dataSource.options as DataSourceOptions & { url: string };
    this.wakeUp = new WakeUp({
      url,
      channel: outboxChannel(options.schema),
      pollMs: options.pollMs ?? 1_000,
      onWake: () => relay.wake(),
    });
    this.cleanUp = new RegularCleanUp(dataSource, options.schema);
  }

  onApplicationBootstrap(): void {
    this.wakeUp.start();
    this.cleanUp.start();
    showLag(this.dataSource, this.options.schema);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.wakeUp.stop();
    await this.relay.stop();
    await this.cleanUp.stop();
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
          inject: [DataSource, OutboxRelay, MessagingRuntime],
          useFactory: (dataSource: DataSource, relay: OutboxRelay, messaging: MessagingRuntime) =>
            new OutboxLife(dataSource, relay, options, messaging),
        },
      ],
      exports: [Inbox, Outbox],
    };
  }
}
