import { repeatedly } from '@callbook/service';
import { ErasedPeople } from '@callbook/database';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { CalendarNotifiedConsumer } from './calendar-notified.consumer';
import { Hints } from './hints';
import { PostgresHints } from './hints.repository';
import { LookAtCalendar } from './look-at-calendar';
import { LookForHosts } from './look-for-hosts.repository';
import { TakeHint } from './take-hint';
import { type HintSettings, WorkOffHints } from './work-off-hints';

/** Between two looks whether a host is to be asked for: the pauses are minutes and hours. */
const hostsEveryMs = 30_000;

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
        {
          provide: Hints,
          inject: [DataSource, ErasedPeople],
          useFactory: (dataSource: DataSource, erased: ErasedPeople) => new PostgresHints(dataSource, erased),
        },
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
        {
          provide: LookForHosts,
          inject: [DataSource, Hints, Clock],
          useFactory: (dataSource: DataSource, hints: Hints, clock: Clock) =>
            new LookForHosts(dataSource, hints, clock, settings.atOnce),
        },
        repeatedly('missing hosts', [LookForHosts], (lookForHosts: LookForHosts) => ({
          everyMs: hostsEveryMs,
          execute: () => lookForHosts.execute(),
        })),
        repeatedly('hints', [WorkOffHints], (workOffHints: WorkOffHints) => ({
          everyMs: settings.pollMs,
          execute: () => workOffHints.execute(),
        })),
      ],
    };
  }
}
