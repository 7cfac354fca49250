import { CatalogueModule } from '@callbook/catalogue';
import { DatabaseModule } from '@callbook/database';
import { MessagingModule, parseLadder } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { OutboxModule } from '@callbook/outbox';
import { type DynamicModule, Module } from '@nestjs/common';
import { ActsModule } from './acts/acts.module';
import { AppointmentActsModule } from './acts/appointment-acts.module';
import { AppointmentsModule } from './appointments/appointments.module';
import { CallsModule } from './calls/calls.module';
import { SystemClockModule } from './clock/system-clock.module';
import { CompletionModule } from './completion/completion.module';
import type { RecordsConfig } from './config';
import { CustomerMergesModule } from './customer-merges/customer-merges.module';
import { CustomersModule } from './customers/customers.module';
import { FillingModule } from './filling/filling.module';
import { OutcomesModule } from './outcomes/outcomes.module';
import { OwedAnswersModule } from './owed-answers/owed-answers.module';
import { ReadingModule } from './reading/reading.module';
import { PrivacyModule } from './privacy/privacy.module';
import { RehearsalModule } from './rehearsal/rehearsal.module';
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
        PrivacyModule.forRoot({
          erasureKey: config.ERASURE_KEY ?? null,
          retentionEveryMs: config.RETENTION_EVERY_MS,
        }),
        RecordsTransactionModule.forRoot(
          { most: config.BATCH_SIZE, atOnce: config.BATCHES_AT_ONCE },
          { unansweredMs: config.OWED_UNANSWERED_AFTER_MS, noOutcomeMs: config.OWED_NO_OUTCOME_AFTER_MS },
        ),
        CallsModule,
        AppointmentsModule,
        CompletionModule.forRoot(config.COMPLETION_INTERVAL_MS),
        OutcomesModule,
        CustomersModule,
        OwedAnswersModule.forRoot(config.OWED_INTERVAL_MS),
        ActsModule,
        AppointmentActsModule,
        CustomerMergesModule,
        FillingModule,
        RehearsalModule,
        ReadingModule.forRoot({ requestsPerMinute: config.API_REQUESTS_PER_MINUTE }),
      ],
    };
  }
}
