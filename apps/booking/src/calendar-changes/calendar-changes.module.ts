import { CatalogueSource } from '@callbook/catalogue';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Attempts } from '../book-appointment/attempts';
import { ConfirmAttempt } from '../book-appointment/confirm-attempt';
import { Calendar } from '../calendar/calendar';
import { Chains } from '../chains/chains';
import { Clock } from '../clock/clock';
import { CalendarNotifiedConsumer } from './calendar-notified.consumer';
import { Hints } from './hints';
import { PostgresHints } from './hints.repository';
import { LookAtCalendar } from './look-at-calendar';
import { TakeHint } from './take-hint';
import { type HintSettings, WorkOffHints } from './work-off-hints';

export interface CalendarChangesSettings extends HintSettings {
  /** How long hints about one booking are gathered before it is looked at. Milliseconds. */
  readonly coalesceMs: number;
  /** How often to see whether a look is due. Milliseconds. */
  readonly pollMs: number;
}

/** How long a shutdown waits for looks under way; an unfinished one is made by another replica when its lease ends. */
const graceMs = 10_000;

/** Works off hints from start to shutdown, at intervals: every look waits for its time anyway. */
class HintsLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Hints');
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private failing = false;
  private stopped = false;

  constructor(
    private readonly workOffHints: WorkOffHints,
    private readonly pollMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    let grace: NodeJS.Timeout | undefined;
    await Promise.race([this.running, new Promise<void>((resolve) => (grace = setTimeout(resolve, graceMs)))]);
    clearTimeout(grace);
  }

  private async run(): Promise<void> {
    try {
      while (!this.stopped && (await this.workOffHints.execute()));
      this.failing = false;
    } catch (error) {
      // Once for each outage: it is tried again at every poll.
      if (!this.failing) this.logger.warn(`hints cannot be worked off: ${(error as Error).message}; trying again`);
      this.failing = true;
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run();
    }, this.pollMs);
  }
}

@Module({})
export class CalendarChangesModule {
  /** Needs `Attempts` and `ConfirmAttempt` from `bookAppointment`. */
  static forRoot(settings: CalendarChangesSettings, bookAppointment: DynamicModule): DynamicModule {
    return {
      module: CalendarChangesModule,
      imports: [bookAppointment],
      controllers: [CalendarNotifiedConsumer],
      providers: [
        { provide: Hints, inject: [DataSource], useFactory: (dataSource: DataSource) => new PostgresHints(dataSource) },
        {
          provide: TakeHint,
          inject: [Hints, Clock],
          useFactory: (hints: Hints, clock: Clock) => new TakeHint(hints, clock, settings.coalesceMs),
        },
        {
          provide: LookAtCalendar,
          inject: [Calendar, Chains, Attempts, ConfirmAttempt, CatalogueSource, Clock],
          useFactory: (
            calendar: Calendar,
            chains: Chains,
            attempts: Attempts,
            confirmAttempt: ConfirmAttempt,
            catalogue: CatalogueSource,
            clock: Clock,
          ) => new LookAtCalendar(calendar, chains, attempts, confirmAttempt, catalogue, clock),
        },
        {
          provide: WorkOffHints,
          inject: [Hints, LookAtCalendar, Clock],
          useFactory: (hints: Hints, look: LookAtCalendar, clock: Clock) =>
            new WorkOffHints(hints, look, clock, settings),
        },
        {
          provide: HintsLife,
          inject: [WorkOffHints],
          useFactory: (workOffHints: WorkOffHints) => new HintsLife(workOffHints, settings.pollMs),
        },
      ],
    };
  }
}
