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
import { IsDefined, IsOptional, IsString, MinLength } from 'class-validator';
import { IsBelow } from './is-below';

/** Settings of the webhook gateway; each property is an environment variable. */
export class GatewayConfig {
  /** Default 3000; 0 picks a free one. */
  @IsPortSetting()
  PORT = 3000;

  @IsDefined()
  @IsBrokerUrl()
  RABBITMQ_URL: string = undefined as never;

  /** PostgreSQL, as the role `callbook_gateway`: the catalogue is read from it. */
  @IsDefined()
  @IsDatabaseUrl()
  GATEWAY_DATABASE_URL: string = undefined as never;

  @IsMessagingPrefix()
  MESSAGING_PREFIX = '';

  /** Pauses before a failed message is tried again; must be the same in every app. Default `5s,30s,2m,10m,1h`. */
  @IsOptional()
  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m,1h')
  RETRY_LADDER?: string = undefined;

  /** How long a caller may be kept waiting for an answer, in milliseconds; Retell's own time-out must be longer. */
  @IsNumberSetting({ min: 100, max: 60_000 })
  ANSWER_DEADLINE_MS = 8_000;

  /**
   * How long the broker may take to confirm an event before it goes to disk, in milliseconds. Shorter than the caller's
   * patience, and than the ten seconds after which Retell gives up on a webhook.
   */
  @IsNumberSetting({ min: 50, max: 9_000 })
  @IsBelow('ANSWER_DEADLINE_MS')
  CONFIRM_TIMEOUT_MS = 3_000;

  /** File for events that the broker does not confirm: on a local disk that outlives the process, one for each replica. */
  @IsString()
  @MinLength(1)
  SPOOL_PATH = '.data/gateway-spool.sqlite';

  /** What the spool may take of the disk, in bytes; then requests are answered 503. Default 512 MiB. */
  @IsNumberSetting({ min: 64 * 1024 })
  SPOOL_MAX_BYTES = 512 * 1024 * 1024;

  /** How long a shutdown may go on forwarding what is in the spool, in milliseconds. */
  @IsNumberSetting({ max: 60_000 })
  SHUTDOWN_DRAIN_MS = 5_000;

  /** Between two questions to records about one request, in milliseconds. */
  @IsNumberSetting({ min: 50, max: 60_000 })
  OUTCOME_POLL_MS = 2_000;

  /** Webhook requests of one sender a minute. Retell sends from few addresses, so this is for all its calls together. */
  @IsNumberSetting({ min: 1 })
  RATE_LIMIT_PER_MINUTE = 12_000;

  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

/** For what the catalogue refers to as `env:NAME`. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;

export const gatewayConfig = (): GatewayConfig => readConfig(GatewayConfig, environment);
