import { ErasedPeople, sqlState } from '@callbook/database';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventHistoryConsumer, historyPrefetch } from './event-history.consumer';
import { EventHistory } from './event-history.repository';
import { KeepDays } from './keep-days.repository';
import { KeepTogether } from './keep-together';
import type { KeptEvent } from './kept-event';

/** Held in memory twice or three times while they are written. */
const mostBytes = 8_000_000;
/** Then a message goes to the ladder: the broker gives up waiting for an answer after half an hour. */
const patienceMs = 600_000;
const daysEveryMs = 3_600_000;

/** Classes of SQLSTATE that are about what was to be written, and not about the database or the way to it. */
const aboutTheRows = /^(0A|2[1-3]|44|54)/;

@Module({})
export class HistoryModule {
  static forRoot(retentionDays: number): DynamicModule {
    return {
      module: HistoryModule,
      controllers: [EventHistoryConsumer],
      providers: [
        {
          provide: KeepTogether,
          inject: [DataSource, ErasedPeople],
          useFactory: (dataSource: DataSource, erased: ErasedPeople) => {
            const history = new EventHistory(dataSource, erased);
            return new KeepTogether<KeptEvent>(
              (events) => history.keep(events),
              (error) => aboutTheRows.test(sqlState(error) ?? ''),
              { most: historyPrefetch, mostBytes, patienceMs },
            );
          },
        },
        {
          provide: KeepDays,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new KeepDays(dataSource, retentionDays),
        },
        repeatedly('the days of the history', [KeepDays], (days: KeepDays) => ({
          everyMs: daysEveryMs,
          execute: async () => {
            await days.execute();
            return false;
          },
        })),
      ],
    };
  }
}
