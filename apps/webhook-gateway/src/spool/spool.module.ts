import { LastGoodCatalogue } from '@callbook/catalogue';
import { Health } from '@callbook/observability';
import {
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Broker } from '../broker/broker';
import { Events } from '../events';
import { Clock } from '../time/clock';
import { TimeModule } from '../time/time.module';
import { Timers } from '../time/timers';
import { Drain } from './drain';
import { Spool, type SpoolOptions } from './spool';
import { SpoolInUse } from './spool-errors';
import { SpooledCatalogue } from './spooled-catalogue';
import { StoreAndForward } from './store-and-forward';

export interface SpoolModuleOptions extends SpoolOptions {
  /** How long a shutdown may forward what is in the spool, in milliseconds. */
  readonly shutdownDrainMs: number;
  /** Provides `Broker`. */
  readonly broker: DynamicModule;
}

/** The spool's life in the app: opened before anything is taken, drained after the last request, then closed. */
@Injectable()
class SpoolLife implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly spool: Spool,
    private readonly drain: Drain,
    private readonly health: Health,
    private readonly shutdownDrainMs: number,
  ) {}

  /** A disk that cannot be used is no reason to turn calls away while the broker takes them; another's spool is. */
  onModuleInit(): void {
    this.health.register({ name: 'spool', check: () => this.check() });
    try {
      this.spool.open();
    } catch (error) {
      if (error instanceof SpoolInUse) throw error;
    }
  }

  onApplicationBootstrap(): void {
    this.drain.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.drain.stop(this.shutdownDrainMs);
    this.spool.close();
  }

  /** Not ready: the broker has not taken what waits, and there is no room for more. */
  private async check(): Promise<void> {
    if (this.spool.trouble && this.spool.waitingCount > 0) throw this.spool.trouble;
  }
}

@Module({})
export class SpoolModule {
  /** Exports `Events`, `LastGoodCatalogue`, and what `broker` exports. Needs `Health`. */
  static forRoot({ broker, shutdownDrainMs, ...options }: SpoolModuleOptions): DynamicModule {
    return {
      module: SpoolModule,
      imports: [broker, TimeModule],
      providers: [
        { provide: Spool, inject: [Clock], useFactory: (clock: Clock) => new Spool(options, clock) },
        {
          provide: Drain,
          inject: [Spool, Broker, Clock, Timers],
          useFactory: (spool: Spool, to: Broker, clock: Clock, timers: Timers) => new Drain(spool, to, clock, timers),
        },
        {
          provide: SpoolLife,
          inject: [Spool, Drain, Health],
          useFactory: (spool: Spool, drain: Drain, health: Health) =>
            new SpoolLife(spool, drain, health, shutdownDrainMs),
        },
        {
          provide: Events,
          inject: [Broker, Spool, Drain, Clock],
          useFactory: (to: Broker, spool: Spool, drain: Drain, clock: Clock) =>
            new StoreAndForward(to, spool, drain, clock),
        },
        { provide: LastGoodCatalogue, inject: [Spool], useFactory: (spool: Spool) => new SpooledCatalogue(spool) },
      ],
      exports: [Events, LastGoodCatalogue, broker],
    };
  }
}
