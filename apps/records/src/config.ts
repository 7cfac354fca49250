import { IsLogLevel, IsNumberSetting, IsPortSetting, IsReadBy, readConfig } from '@callbook/config';
import { parseLadder } from '@callbook/messaging';
import type { LogLevel } from '@callbook/observability';
import { IsDefined, IsString, IsUrl } from 'class-validator';

/** Settings of the records process, by environment variable. */
export class RecordsConfig {
  @IsDefined()
  @IsUrl({ protocols: ['amqp', 'amqps'], require_protocol: true, require_tld: false })
  RABBITMQ_URL: string = undefined as never;

  /** As role callbook_records. */
  @IsDefined()
  @IsUrl({ protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false })
  RECORDS_DATABASE_URL: string = undefined as never;

  /** Connections at most. */
  @IsNumberSetting({ min: 2, max: 200 })
  DATABASE_POOL_SIZE = 10;

  /** Health and metrics. */
  @IsPortSetting()
  PORT = 3002;

  /** Empty in production; tests put their own before every queue and exchange. */
  @IsString()
  MESSAGING_PREFIX = '';

  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m,1h')
  RETRY_LADDER = '5s,30s,2m,10m,1h';

  /** Messages of one queue in work at a time. */
  @IsNumberSetting({ min: 1, max: 1_000 })
  PREFETCH = 10;

  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

export const recordsConfig = (): RecordsConfig => readConfig(RecordsConfig, process.env);
