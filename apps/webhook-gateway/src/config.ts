import { IsLogLevel, IsNumberSetting, IsPortSetting, readConfig } from '@callbook/config';
import type { LogLevel } from '@callbook/observability';
import { IsDefined, IsOptional, IsString, IsUrl, Matches } from 'class-validator';

/** Settings of the webhook gateway; each property is an environment variable. */
export class GatewayConfig {
  /** Default 3000; 0 picks a free one. */
  @IsPortSetting()
  PORT = 3000;

  @IsDefined()
  @IsUrl({ protocols: ['amqp', 'amqps'], require_tld: false })
  RABBITMQ_URL: string = undefined as never;

  /** PostgreSQL, as the role `callbook_gateway`: the catalogue is read from it. */
  @IsDefined()
  @IsUrl({ protocols: ['postgres', 'postgresql'], require_tld: false })
  GATEWAY_DATABASE_URL: string = undefined as never;

  /** Put before every exchange and queue, so that several installations share a broker; default none. */
  @IsString()
  @Matches(/^[a-z0-9._-]{0,60}$/)
  MESSAGING_PREFIX = '';

  /** Pauses before a failed message is tried again; must be the same in every app. Default `5s,30s,2m,10m,1h`. */
  @IsOptional()
  @IsString()
  RETRY_LADDER?: string = undefined;

  /** How long a caller may be kept waiting for an answer, in milliseconds; Retell's own time-out must be longer. */
  @IsNumberSetting({ min: 100, max: 60_000 })
  ANSWER_DEADLINE_MS = 8_000;

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
