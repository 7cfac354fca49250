import { CatalogueModule } from '@callbook/catalogue';
import { DatabaseModule } from '@callbook/database';
import { MessagingModule, parseLadder } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { OutboxModule } from '@callbook/outbox';
import { type DynamicModule, Module } from '@nestjs/common';
import { BookAppointmentModule } from './book-appointment/book-appointment.module';
import { CalendarChangesModule } from './calendar-changes/calendar-changes.module';
import { CalendarModule } from './calendar/calendar.module';
import { ChainsModule } from './chains/chains.module';
import { SystemClockModule } from './clock/system-clock.module';
import { type BookingConfig, environment } from './config';
import { leaseMs } from './outlasts-post';

@Module({})
export class BookingModule {
  static forRoot(config: BookingConfig): DynamicModule {
    const bookAppointment = BookAppointmentModule.forRoot({
      httpTimeoutMs: config.CALCOM_TIMEOUT_MS,
      leaseMs: leaseMs(config),
      conclusiveAfterMs: config.CONCLUSIVE_AFTER_MS,
      postWindowMs: config.POST_WINDOW_MS,
      placeholderDomain: config.PLACEHOLDER_EMAIL_DOMAIN,
    });
    return {
      module: BookingModule,
      imports: [
        ObservabilityModule.forRoot({ app: 'booking', logLevel: config.LOG_LEVEL }),
        SystemClockModule,
        DatabaseModule.forRoot({
          url: config.BOOKING_DATABASE_URL,
          applicationName: 'callbook-booking',
          poolSize: config.PREFETCH + config.HINTS_AT_ONCE + 2,
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
        CalendarModule.forRoot({ baseUrl: config.CALCOM_BASE_URL, timeoutMs: config.CALCOM_TIMEOUT_MS }),
        ChainsModule,
        bookAppointment,
        CalendarChangesModule.forRoot(
          {
            coalesceMs: config.HINT_COALESCE_MS,
            lookAgainAfterMs: parseLadder(config.HINT_LOOK_AGAIN, 'HINT_LOOK_AGAIN'),
            atOnce: config.HINTS_AT_ONCE,
            leaseMs: 2 * config.CALCOM_TIMEOUT_MS,
            pollMs: config.HINT_POLL_MS,
          },
          bookAppointment,
        ),
      ],
    };
  }
}
