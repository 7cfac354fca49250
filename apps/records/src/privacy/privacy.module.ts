import { CatalogueSource } from '@callbook/catalogue';
import { ErasedPeopleModule } from '@callbook/database';
import { type DynamicModule, Module } from '@nestjs/common';
import { repeatedly } from '@callbook/service';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { CustomerErasedConsumer } from './customer-erased.consumer';
import { EraseCustomerQuery } from './erase-customer.query';
import { ErasureDesk } from './erasure-desk.repository';
import { ExportCustomerQuery } from './export-customer.query';
import { ExportDesk } from './export-desk.repository';
import { ApplyRetention } from './retention/apply-retention.repository';
import { Sweeper } from './sweeper.repository';

/** For what a crash left behind. */
const sweepEveryMs = 60_000;

export interface PrivacyOptions {
  /** Null: nobody can be erased. */
  readonly erasureKey: string | null;
  /** Between two looks for what is past its time. Milliseconds. */
  readonly retentionEveryMs: number;
}

/** Retention, export and erasure. */
@Module({})
export class PrivacyModule {
  static forRoot({ erasureKey, retentionEveryMs }: PrivacyOptions): DynamicModule {
    return {
      module: PrivacyModule,
      imports: [ErasedPeopleModule.forRoot('records', erasureKey)],
      controllers: [EraseCustomerQuery, ExportCustomerQuery, CustomerErasedConsumer],
      providers: [
        ErasureDesk,
        ExportDesk,
        Sweeper,
        {
          provide: ApplyRetention,
          inject: [DataSource, CatalogueSource, Clock],
          useFactory: (dataSource: DataSource, catalogue: CatalogueSource, clock: Clock) =>
            new ApplyRetention(dataSource, catalogue, clock),
        },
        repeatedly('retention', [ApplyRetention], (applyRetention: ApplyRetention) => ({
          everyMs: retentionEveryMs,
          execute: () => applyRetention.execute(),
        })),
        repeatedly('erasures', [Sweeper], (sweeper: Sweeper) => ({
          everyMs: sweepEveryMs,
          execute: async () => (await sweeper.sweepAll()) > 0,
        })),
      ],
    };
  }
}
