import { IsLogLevel, IsNumberSetting, IsPortSetting, IsReadBy, readConfig } from '@callbook/config';
import { parseLadder } from '@callbook/messaging';
import type { LogLevel } from '@callbook/observability';
import { IsDefined, IsFQDN, IsString, IsUrl } from 'class-validator';
import { OutlastsPost } from './outlasts-post';

/** Settings of the booking service, by environment variable. Times are milliseconds. */
export class BookingConfig {
  @IsDefined()
  @IsUrl({ protocols: ['amqp', 'amqps'], require_protocol: true, require_tld: false })
  RABBITMQ_URL: string = undefined as never;

  /** As role callbook_booking. */
  @IsDefined()
  @IsUrl({ protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false })
  BOOKING_DATABASE_URL: string = undefined as never;

  @IsUrl({ require_protocol: true, require_tld: false })
  CALCOM_BASE_URL = 'https://api.cal.com';

  @IsPortSetting()
  PORT = 3001;

  /** Empty in production; tests put their own before every queue and exchange. */
  @IsString()
  MESSAGING_PREFIX = '';

  /** Together at least as long as the lease of a POST and CONCLUSIVE_AFTER_MS. */
  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m,1h')
  @OutlastsPost()
  RETRY_LADDER = '5s,30s,2m,10m,1h';

  @IsNumberSetting({ min: 1, max: 1_000 })
  PREFETCH = 10;

  /** How long one exchange with Cal.com may take. */
  @IsNumberSetting({ min: 100 })
  CALCOM_TIMEOUT_MS = 60_000;

  /** When a look-up that finds nothing proves that nothing was booked, counted from the last POST. */
  @IsNumberSetting({ min: 0 })
  CONCLUSIVE_AFTER_MS = 120_000;

  /** No POST later than this after the agent stopped waiting for the answer. */
  @IsNumberSetting({ min: 0 })
  POST_WINDOW_MS = 600_000;

  /** How long hints about one booking are gathered before Cal.com is looked at. */
  @IsNumberSetting({ min: 0 })
  HINT_COALESCE_MS = 3_000;

  /** When to look again at what Cal.com does not show yet, one after the other; then it is left to a person. */
  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m')
  HINT_LOOK_AGAIN = '5s,30s,2m,10m';

  /** How often to see whether a look is due. */
  @IsNumberSetting({ min: 10 })
  HINT_POLL_MS = 500;

  /** Looks one replica makes side by side. */
  @IsNumberSetting({ min: 1, max: 50 })
  HINTS_AT_ONCE = 4;

  /** Reserved domain for the addresses of attendees without contact. */
  @IsFQDN({ require_tld: true })
  PLACEHOLDER_EMAIL_DOMAIN = 'no-contact.invalid';

  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

export const environment: Readonly<Record<string, string | undefined>> = process.env;

export const bookingConfig = (): BookingConfig => readConfig(BookingConfig, environment);
