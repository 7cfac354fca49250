import { CatalogueModule } from '@callbook/catalogue';
import { DatabaseModule } from '@callbook/database';
import { MessagingModule, parseLadder } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { OutboxModule } from '@callbook/outbox';
import { type DynamicModule, Module } from '@nestjs/common';
import { AttemptsModule } from './attempts/attempts.module';
import { CalendarChangesModule } from './calendar-changes/calendar-changes.module';
import { CalendarModule } from './calendar/calendar.module';
import { ChainsModule } from './chains/chains.module';
import { SystemClockModule } from './clock/system-clock.module';
import { type BookingConfig, environment } from './config';
import { EventTypesModule } from './event-types/event-types.module';
import { FreeSlotsModule } from './free-slots/free-slots.module';
import { PrivacyModule } from './privacy/privacy.module';

/** How much longer than the HTTP time-out a worker may hold an announced POST before somebody else looks. */
const leaseMarginMs = 15_000;

@Module({})
export class BookingModule {
  static forRoot(config: BookingConfig): DynamicModule {
    const attempts = AttemptsModule.forRoot({
      httpTimeoutMs: config.CALCOM_TIMEOUT_MS,
      leaseMs: config.CALCOM_TIMEOUT_MS + leaseMarginMs,
      conclusiveAfterMs: config.CONCLUSIVE_AFTER_MS,
      lookTwiceAfterMs: config.LOOK_TWICE_AFTER_MS,
      lookAfterMs: parseLadder(config.LOOK_AFTER),
      postWindowMs: config.POST_WINDOW_MS,
      mostPosts: config.MOST_POSTS,
      convergeAfterMs: parseLadder(config.CONVERGE_AFTER),
      compensateForMs: config.COMPENSATE_FOR_MS,
      placeholderDomain: config.PLACEHOLDER_EMAIL_DOMAIN,
      atOnce: config.ATTEMPTS_AT_ONCE,
      pollMs: config.ATTEMPT_POLL_MS,
    });
    return {
      module: BookingModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'booking', logLevel: config.LOG_LEVEL }),
        SystemClockModule,
        DatabaseModule.forRoot({
          url: config.BOOKING_DATABASE_URL,
          applicationName: 'callbook-booking',
          poolSize: config.PREFETCH + config.ATTEMPTS_AT_ONCE + config.HINTS_AT_ONCE + 2,
        }),
        MessagingModule.forRoot({
          url: config.RABBITMQ_URL,
          app: 'booking',
          prefix: config.MESSAGING_PREFIX,
          ladder: parseLadder(config.RETRY_LADDER),
          prefetch: config.PREFETCH,
        }),
        OutboxModule.forRoot({ schema: 'booking' }),
        CatalogueModule.forRoot({ environment }),
        CalendarModule.forRoot({
          baseUrl: config.CALCOM_BASE_URL,
          timeoutMs: config.CALCOM_TIMEOUT_MS,
          budget: {
            perMinute: config.CALCOM_REQUESTS_PER_MINUTE,
            burst: config.CALCOM_REQUEST_BURST,
            maxWaitMs: config.CALCOM_TURN_WAIT_MS,
          },
        }),
        FreeSlotsModule,
        EventTypesModule,
        PrivacyModule.forRoot(config.ERASURE_KEY ?? null),
        ChainsModule,
        attempts,
        CalendarChangesModule.forRoot(
          {
            coalesceMs: config.HINT_COALESCE_MS,
            lookAgainAfterMs: parseLadder(config.HINT_LOOK_AGAIN, 'HINT_LOOK_AGAIN'),
            atOnce: config.HINTS_AT_ONCE,
            leaseMs: 2 * config.CALCOM_TIMEOUT_MS,
            pollMs: config.HINT_POLL_MS,
          },
          attempts,
        ),
      ],
    };
  }
}
