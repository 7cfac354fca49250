import {
  ConfigError,
  IsBrokerUrl,
  IsDatabaseUrl,
  IsMessagingPrefix,
  IsNumberSetting,
  readConfig,
} from '@callbook/config';
import { IsDefined, IsOptional, IsString, IsUrl } from 'class-validator';

type Environment = Readonly<Record<string, string | undefined>>;

/** The owner migrates; the apps' addresses are looked at for the passwords of their roles. */
export class MigrateConfig {
  @IsDefined()
  @IsDatabaseUrl()
  DATABASE_URL: string = undefined as never;

  @IsOptional()
  @IsDatabaseUrl()
  GATEWAY_DATABASE_URL?: string = undefined;

  @IsOptional()
  @IsDatabaseUrl()
  BOOKING_DATABASE_URL?: string = undefined;

  @IsOptional()
  @IsDatabaseUrl()
  RECORDS_DATABASE_URL?: string = undefined;

  @IsOptional()
  @IsDatabaseUrl()
  OPS_DATABASE_URL?: string = undefined;
}

/** OPS_DATABASE_URL (as role callbook_ops) is enough; without it, the owner's DATABASE_URL is used. */
class OpsDatabaseConfig {
  @IsDefined()
  @IsDatabaseUrl()
  OPS_DATABASE_URL: string = undefined as never;
}

class OwnerDatabaseConfig {
  @IsDefined()
  @IsDatabaseUrl()
  DATABASE_URL: string = undefined as never;
}

export class TopologyConfig {
  @IsMessagingPrefix()
  MESSAGING_PREFIX = '';

  /** Pauses before the second, third … try. */
  @IsString()
  RETRY_LADDER = '5s,30s,2m,10m,1h';

  /** How often a message may be handed over without an answer before the broker puts it aside. */
  @IsNumberSetting({ min: 1 })
  DELIVERY_LIMIT = 20;
}

export class BrokerConfig extends TopologyConfig {
  @IsDefined()
  @IsBrokerUrl()
  RABBITMQ_URL: string = undefined as never;
}

/** For looking at the broker; with its management API more can be told. */
export class BrokerLookConfig extends BrokerConfig {
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: '$property must be an address such as http://user:password@host:15672' },
  )
  RABBITMQ_MANAGEMENT_URL?: string = undefined;
}

export class ManagementConfig extends BrokerConfig {
  /** The broker's management API, as a user that may make users. */
  @IsDefined()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: '$property must be an address such as http://user:password@host:15672' },
  )
  RABBITMQ_MANAGEMENT_URL: string = undefined as never;
}

/** A database and the variable that named it. */
export interface NamedDatabase {
  readonly variable: 'DATABASE_URL' | 'OPS_DATABASE_URL';
  readonly url: string;
}

/** @throws ConfigError */
export function opsDatabase(env: Environment): NamedDatabase {
  if (env.OPS_DATABASE_URL)
    return { variable: 'OPS_DATABASE_URL', url: readConfig(OpsDatabaseConfig, env).OPS_DATABASE_URL };
  if (env.DATABASE_URL) return { variable: 'DATABASE_URL', url: readConfig(OwnerDatabaseConfig, env).DATABASE_URL };
  throw new ConfigError(['OPS_DATABASE_URL is not set, and neither is DATABASE_URL']);
}

/** Read here and nowhere else. */
export const environment: Environment = process.env;
