import { DatabaseModule } from '@callbook/database';
import { MessagingModule, parseLadder } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { type DynamicModule, Module } from '@nestjs/common';
import { parseAlertChannels, parseSigningKey } from './alerts/alert-channels';
import { AlertsModule } from './alerts/alerts.module';
import { DeadLettersModule } from './dead-letters/dead-letters.module';
import { HistoryModule } from './history/history.module';
import { PrivacyModule } from './privacy/privacy.module';
import { ReplaysModule } from './replays/replays.module';
import type { ServiceConfig } from './service-config';
import { PublicCopiesConsumer } from './subscribers/public-copies.consumer';

/** The process behind the command line: keeps history and dead letters, carries out replays, raises alarms. */
@Module({})
export class AppModule {
  static forRoot(config: ServiceConfig): DynamicModule {
    return {
      module: AppModule,
      controllers: [PublicCopiesConsumer],
      imports: [
        ObservabilityModule.forRoot({ app: 'ops', logLevel: config.LOG_LEVEL }),
        DatabaseModule.forRoot({
          url: config.OPS_DATABASE_URL,
          applicationName: 'callbook-ops',
          poolSize: config.DATABASE_POOL_SIZE,
        }),
        MessagingModule.forRoot({
          url: config.RABBITMQ_URL,
          app: 'ops',
          prefix: config.MESSAGING_PREFIX,
          ladder: parseLadder(config.RETRY_LADDER),
        }),
        PrivacyModule.forRoot(config.ERASURE_KEY ?? null),
        DeadLettersModule.forRoot({ keptDays: config.LETTERS_KEPT_DAYS }),
        AlertsModule.forRoot({
          channels: parseAlertChannels(config.ALERT_WEBHOOKS),
          ...(config.ALERT_SIGNING_KEY && { signingKey: parseSigningKey(config.ALERT_SIGNING_KEY) }),
        }),
        ReplaysModule.forRoot(),
        HistoryModule.forRoot(config.HISTORY_RETENTION_DAYS),
      ],
    };
  }
}
