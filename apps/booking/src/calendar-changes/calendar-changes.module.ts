import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { repeatedly } from '../repeatedly';
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

@Module({})
export class CalendarChangesModule {
  /** Needs `LookAtCalendar` from `attempts`. */
  static forRoot(settings: CalendarChangesSettings, attempts: DynamicModule): DynamicModule {
    return {
      module: CalendarChangesModule,
      imports: [attempts],
      controllers: [CalendarNotifiedConsumer],
      providers: [
        { provide: Hints, inject: [DataSource], useFactory: (dataSource: DataSource) => new PostgresHints(dataSource) },
        {
          provide: TakeHint,
          inject: [Hints, Clock],
          useFactory: (hints: Hints, clock: Clock) => new TakeHint(hints, clock, settings.coalesceMs),
        },
        {
          provide: WorkOffHints,
          inject: [Hints, LookAtCalendar, Clock],
          useFactory: (hints: Hints, look: LookAtCalendar, clock: Clock) =>
            new WorkOffHints(hints, look, clock, settings),
        },
        repeatedly('hints', [WorkOffHints], (workOffHints: WorkOffHints) => ({
          everyMs: settings.pollMs,
          execute: () => workOffHints.execute(),
        })),
      ],
    };
  }
}
