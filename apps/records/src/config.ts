import { IsLogLevel, IsNumberSetting, IsPortSetting, readConfig } from '@callbook/config';
import type { LogLevel } from '@callbook/observability';
import { IsDefined, IsOptional, IsString, IsUrl, Matches } from 'class-validator';

/** Settings of the records process; each property is an environment variable. */
export class RecordsConfig {
  @IsDefined()
  @IsUrl({ protocols: ['amqp', 'amqps'], require_tld: false })
  RABBITMQ_URL: string = undefined as never;

  /** Role `callbook_records`. */
  @IsDefined()
  @IsUrl({ protocols: ['postgres', 'postgresql'], require_tld: false })
  RECORDS_DATABASE_URL: string = undefined as never;

  /** Connections at most; default 10. */
  @IsNumberSetting({ min: 2, max: 200 })
  DATABASE_POOL_SIZE = 10;

  /** Health and metrics; default 3002, 0 picks a free port. */
  @IsPortSetting()
  PORT = 3002;

  /** Put before every exchange and queue, so that several installations share a broker; default none. */
  @IsString()
  @Matches(/^[a-z0-9._-]{0,60}$/)
  MESSAGING_PREFIX = '';

  /** Pauses before a failed message is tried again, for instance `5s,30s,2m,10m,1h`, which is the default. */
  @IsOptional()
  @IsString()
  RETRY_LADDER?: string = undefined;

  /** Messages in work at a time per queue; default 10. */
  @IsNumberSetting({ min: 1, max: 1_000 })
  PREFETCH = 10;

  /** Default `info`. */
  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

export function recordsConfig(): RecordsConfig {
  return readConfig(RecordsConfig, process.env);
}
