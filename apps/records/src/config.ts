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
import { usualLimits } from './transaction/batches';

/** Settings of the records process, by environment variable. */
export class RecordsConfig {
  @IsDefined()
  @IsBrokerUrl()
  RABBITMQ_URL: string = undefined as never;

  /** As role callbook_records. */
  @IsDefined()
  @IsDatabaseUrl()
  RECORDS_DATABASE_URL: string = undefined as never;

  /** Connections at most. */
  @IsNumberSetting({ min: 2, max: 200 })
  DATABASE_POOL_SIZE = 10;

  /** The HTTP API, health and metrics. */
  @IsPortSetting()
  PORT = 3002;

  @IsMessagingPrefix()
  MESSAGING_PREFIX = '';

  @IsReadBy(parseLadder, 'rising durations, for instance 5s,30s,2m,10m,1h')
  RETRY_LADDER = '5s,30s,2m,10m,1h';

  /** Messages of one queue in work at a time. */
  @IsNumberSetting({ min: 1, max: 1_000 })
  PREFETCH = 400;

  /** Messages written in one transaction at most. A message that comes alone is not kept waiting for others. */
  @IsNumberSetting({ min: 1, max: 1_000 })
  BATCH_SIZE = usualLimits.most;

  /** Such transactions at the same time; connections beyond them are for questions, and for what looks at the clock. */
  @IsNumberSetting({ min: 1, max: 100 })
  BATCHES_AT_ONCE = usualLimits.atOnce;

  /** Requests of one API token a minute at this replica; a tenth of them may come at once. */
  @IsNumberSetting({ min: 1, max: 1_000_000 })
  API_REQUESTS_PER_MINUTE = 600;

  /** Makes the keyed hashes by which people who were erased are recognised; the same in booking, and for ever. 32 characters or more. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  ERASURE_KEY?: string = undefined;

  /** Between two looks for what is past the time companies keep it. Milliseconds. */
  @IsNumberSetting({ min: 100 })
  RETENTION_EVERY_MS = 3_600_000;

  /** Between two looks for appointments that are over. Milliseconds. */
  @IsNumberSetting({ min: 100, max: 3_600_000 })
  COMPLETION_INTERVAL_MS = 30_000;

  /** How long an outcome that no answer told may be missing to the caller before it is owed. Milliseconds since the decision. */
  @IsNumberSetting({ min: 1_000 })
  OWED_UNANSWERED_AFTER_MS = 600_000;

  /** How long after "not confirmed yet" a request of which nothing is heard is owed. Milliseconds. */
  @IsNumberSetting({ min: 1_000 })
  OWED_NO_OUTCOME_AFTER_MS = 1_800_000;

  /** Between two looks for what is owed by now. Milliseconds. */
  @IsNumberSetting({ min: 100, max: 3_600_000 })
  OWED_INTERVAL_MS = 10_000;

  @IsLogLevel()
  LOG_LEVEL: LogLevel = 'info';
}

export const recordsConfig = (): RecordsConfig => readConfig(RecordsConfig, process.env);
