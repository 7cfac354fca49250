import { ErasedPeople } from '@callbook/database';
import { Inbox, Outbox } from '@callbook/outbox';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Patience } from '../owed-answers/owed-in-time';
import type { BatchLimits } from './batches';
import { Records } from './records';
import { PostgresRecords } from './records.repository';

@Global()
@Module({})
export class RecordsTransactionModule {
  static forRoot(limits: BatchLimits, patience: Patience): DynamicModule {
    const records = {
      provide: Records,
      inject: [Inbox, Outbox, ErasedPeople],
      useFactory: (inbox: Inbox, outbox: Outbox, erased: ErasedPeople) =>
        new PostgresRecords(inbox, outbox, limits, erased, patience),
    };
    const patient = { provide: Patience, useValue: patience };
    return { module: RecordsTransactionModule, providers: [records, patient], exports: [Records, Patience] };
  }
}
