import { CatalogueModule } from '@callbook/catalogue';
import { DatabaseModule } from '@callbook/database';
import { MessagingModule, parseLadder } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { OutboxModule } from '@callbook/outbox';
import { type DynamicModule, Module } from '@nestjs/common';
import { AppointmentsModule } from './appointments/appointments.module';
import { CallsModule } from './calls/calls.module';
import { SystemClockModule } from './clock/system-clock.module';
import type { RecordsConfig } from './config';
import { CustomersModule } from './customers/customers.module';
import { OutcomesModule } from './outcomes/outcomes.module';
import { OwedAnswersModule } from './owed-answers/owed-answers.module';
import { RecordsTransactionModule } from './transaction/records.module';

/** The system of record, wired. */
@Module({})
export class AppModule {
  static forRoot(config: RecordsConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'records', logLevel: config.LOG_LEVEL }),
        DatabaseModule.forRoot({
          url: config.RECORDS_DATABASE_URL,
          applicationName: 'callbook-records',
          poolSize: config.DATABASE_POOL_SIZE,
        }),
        MessagingModule.forRoot({
          url: config.RABBITMQ_URL,
          app: 'records',
          prefix: config.MESSAGING_PREFIX,
          ladder: parseLadder(config.RETRY_LADDER),
          prefetch: config.PREFETCH,
        }),
        CatalogueModule.forRoot(),
        OutboxModule.forRoot({ schema: 'records' }),
        SystemClockModule,
        RecordsTransactionModule,
        CallsModule,
        AppointmentsModule,
        OutcomesModule,
        CustomersModule,
        OwedAnswersModule,
      ],
    };
  }
}
