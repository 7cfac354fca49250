import {
  IsBrokerUrl,
  IsDatabaseUrl,
  IsLogLevel,
  IsMessagingPrefix,
  IsNumberSetting,
  IsPortSetting,
  IsReadBy,
  readConfig,
} from '@callbook/config';
import { parseLadder } from '@callbook/messaging';
import type { LogLevel } from '@callbook/observability';
import { IsDefined, IsFQDN, IsOptional, IsString, IsUrl, MinLength } from 'class-validator';

/** Settings of the booking service, by environment variable. Times are milliseconds. */
export class BookingConfig {
  @IsDefined()
  @IsBrokerUrl()
  RABBITMQ_URL: string = undefined as never;

  /** As role callbook_booking. */
  @IsDefined()
  @IsDatabaseUrl()
  BOOKING_DATABASE_URL: string = undefined as never;

  @IsUrl({ require_protocol: true, require_tld: false })
  CALCOM_BASE_URL = 'https://api.cal.com';

  @IsPortSetting()
  PORT = 3001;

  @IsMessagingPrefix()
  MESSAGING_PREFIX = '';

  /** For what fails before an attempt is stored; from then on the clock goes on with it. */
  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m,1h')
  RETRY_LADDER = '5s,30s,2m,10m,1h';

  @IsNumberSetting({ min: 1, max: 1_000 })
  PREFETCH = 10;

  /** How long one exchange with Cal.com may take. */
  @IsNumberSetting({ min: 100 })
  CALCOM_TIMEOUT_MS = 60_000;

  /** When a look-up that finds nothing proves that nothing was booked, counted from the last POST. */
  @IsNumberSetting({ min: 0 })
  CONCLUSIVE_AFTER_MS = 120_000;

  /** Between the two looks that must both find nothing before "not there" counts. */
  @IsNumberSetting({ min: 0 })
  LOOK_TWICE_AFTER_MS = 10_000;

  /** When to look for a booking whose POST ended unclear, counted from the POST. */
  @IsReadBy(parseLadder, 'rising durations, for instance 2s,5s,15s,30s,60s')
  LOOK_AFTER = '2s,5s,15s,30s,60s';

  /** When to look once more at a round that is settled, for a booking nobody knows of; counted from its last POST. */
  @IsReadBy(parseLadder, 'rising durations, for instance 2m,10m,1h')
  CONVERGE_AFTER = '2m,10m,1h';

  /** POSTs for one booking before it is left to a person. */
  @IsNumberSetting({ min: 1, max: 10 })
  MOST_POSTS = 3;

  /** How long Cal.com may refuse to cancel what should be undone before it is left to a person. */
  @IsNumberSetting({ min: 0 })
  COMPENSATE_FOR_MS = 3_600_000;

  /** Attempts the clock goes on with side by side in one replica. */
  @IsNumberSetting({ min: 1, max: 50 })
  ATTEMPTS_AT_ONCE = 4;

  /** How often to see whether an attempt is due. */
  @IsNumberSetting({ min: 10 })
  ATTEMPT_POLL_MS = 250;

  /** Requests a minute to Cal.com with one API key, by all replicas together. */
  @IsNumberSetting({ min: 10 })
  CALCOM_REQUESTS_PER_MINUTE = 90;

  /** Requests at once after a while without any. */
  @IsNumberSetting({ min: 5 })
  CALCOM_REQUEST_BURST = 5;

  /** How long a request to Cal.com may wait for its turn before it is put off. */
  @IsNumberSetting({ min: 0, max: 10_000 })
  CALCOM_TURN_WAIT_MS = 1_000;

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

  /** Makes the keyed hashes by which people who were erased are recognised; the same in records, and for ever. 32 characters or more. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  ERASURE_KEY?: string = undefined;

  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

export const environment: Readonly<Record<string, string | undefined>> = process.env;

export const bookingConfig = (): BookingConfig => readConfig(BookingConfig, environment);
