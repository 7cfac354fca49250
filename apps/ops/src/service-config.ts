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
import { environment } from './config';
import { IsDefined, IsOptional, IsString, MinLength } from 'class-validator';
import { parseAlertChannels, parseSigningKey } from './alerts/alert-channels';

/** Settings of the ops process, by environment variable. */
export class ServiceConfig {
  @IsDefined()
  @IsBrokerUrl()
  RABBITMQ_URL: string = undefined as never;

  /** As role callbook_ops. */
  @IsDefined()
  @IsDatabaseUrl()
  OPS_DATABASE_URL: string = undefined as never;

  /** Connections at most. */
  @IsNumberSetting({ min: 2, max: 200 })
  DATABASE_POOL_SIZE = 10;

  /** Health and metrics. */
  @IsPortSetting()
  PORT = 3003;

  @IsMessagingPrefix()
  MESSAGING_PREFIX = '';

  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m,1h')
  RETRY_LADDER = '5s,30s,2m,10m,1h';

  /**
   * Days an event is kept in the history, then its whole day is dropped. More than a year: the record can be built anew
   * with everything that a year's report is made of.
   */
  @IsNumberSetting({ min: 1, max: 36_500 })
  HISTORY_RETENTION_DAYS = 400;

  /**
   * Days a dead letter is kept after it was resolved, discarded or found too late, with its deaths and edits; so are replays and
   * incidents after they ended. Open letters stay.
   */
  @IsNumberSetting({ min: 1, max: 36_500 })
  LETTERS_KEPT_DAYS = 90;

  /** Makes the keyed hashes by which people who were erased are recognised; the same in booking and records, and for ever. 32 characters or more. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  ERASURE_KEY?: string = undefined;

  /** Where alerts are sent, with spaces between; empty: they are raised, and shown by `callbook alerts ls` alone. */
  @IsReadBy(parseAlertChannels, 'NAME=slack+URL or NAME=json+URL, several with spaces between, each name once')
  ALERT_WEBHOOKS = '';

  /** Signs alerts as https://www.standardwebhooks.com says; without it they are not signed. */
  @IsOptional()
  @IsReadBy(parseSigningKey, 'whsec_ and at least 24 bytes in base64')
  ALERT_SIGNING_KEY?: string = undefined;

  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

export const serviceConfig = (): ServiceConfig => readConfig(ServiceConfig, environment);
