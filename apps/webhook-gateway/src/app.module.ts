import { CatalogueModule } from '@callbook/catalogue';
import { DatabaseModule } from '@callbook/database';
import { parseLadder } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { type DynamicModule, Module } from '@nestjs/common';
import { BrokerModule } from './broker/broker.module';
import type { GatewayConfig } from './config';
import { GatewayModule } from './gateway.module';
import { SpoolModule } from './spool/spool.module';

/** The webhook gateway, wired. */
@Module({})
export class AppModule {
  static forRoot(config: GatewayConfig, environment: Readonly<Record<string, string | undefined>>): DynamicModule {
    const spool = SpoolModule.forRoot({
      path: config.SPOOL_PATH,
      maxBytes: config.SPOOL_MAX_BYTES,
      shutdownDrainMs: config.SHUTDOWN_DRAIN_MS,
      broker: BrokerModule.forRoot({
        url: config.RABBITMQ_URL,
        app: 'webhook-gateway',
        prefix: config.MESSAGING_PREFIX,
        ladder: config.RETRY_LADDER ? parseLadder(config.RETRY_LADDER) : undefined,
        confirmTimeoutMs: config.CONFIRM_TIMEOUT_MS,
      }),
    });
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'webhook-gateway', logLevel: config.LOG_LEVEL }),
        DatabaseModule.forRoot({
          url: config.GATEWAY_DATABASE_URL,
          applicationName: 'callbook-webhook-gateway',
          required: false, // the catalogue's last good copy is in the spool's file
        }),
        CatalogueModule.forRoot({ environment, lastGood: spool }),
        GatewayModule.forRoot({
          answerDeadlineMs: config.ANSWER_DEADLINE_MS,
          outcomePollMs: config.OUTCOME_POLL_MS,
          outside: [spool],
        }),
      ],
    };
  }
}
