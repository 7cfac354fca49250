import { IsNumberSetting, IsPortSetting, readConfig } from '@callbook/config';
import { IsOptional, IsString, IsUrl } from 'class-validator';

const httpUrl = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

/** The settings of the sandbox; initial values are the defaults. */
class SandboxConfig {
  /** 0 picks a free port, for this and the next one. */
  @IsPortSetting()
  SANDBOX_CALCOM_PORT = 3010;

  @IsPortSetting()
  SANDBOX_RETELL_PORT = 3011;

  /** Address to listen on. The sandbox has no password: keep it off public networks. */
  @IsString()
  SANDBOX_HOSTNAME = '127.0.0.1';

  /** Where simulated calls send their functions and webhooks. */
  @IsUrl(httpUrl)
  GATEWAY_URL = 'http://127.0.0.1:3000';

  /** Who is told of changed bookings; nobody by default. `:company` in it stands for the slug of each company. */
  @IsOptional()
  @IsUrl(httpUrl)
  SANDBOX_WEBHOOK_URL?: string = undefined;

  /** Requests a minute and credential before the simulated Cal.com blocks for 60 s. */
  @IsNumberSetting({ min: 1 })
  SANDBOX_RATE_LIMIT = 120;

  /** Repeats the ids of an earlier run. By default every run has its own, as databases outlive the sandbox. */
  @IsOptional()
  @IsNumberSetting()
  SANDBOX_RANDOM_SEED?: number = undefined;
}

/** Without a slash at the end, as paths are appended. */
const base = (url: string): string => url.replace(/\/+$/, '');

export function sandboxConfig() {
  const config = readConfig(SandboxConfig, process.env);
  return {
    calcomPort: config.SANDBOX_CALCOM_PORT,
    retellPort: config.SANDBOX_RETELL_PORT,
    hostname: config.SANDBOX_HOSTNAME,
    gatewayUrl: base(config.GATEWAY_URL),
    webhookUrl: config.SANDBOX_WEBHOOK_URL,
    rateLimit: config.SANDBOX_RATE_LIMIT,
    randomSeed: config.SANDBOX_RANDOM_SEED,
  };
}
