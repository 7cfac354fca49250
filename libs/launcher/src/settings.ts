import type { AppName, LaunchOptions } from './launch';

/** The environment of every program, each with no more than it needs. */
export interface Settings {
  readonly owner: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<AppName, Readonly<Record<string, string>>>>;
}

/** The secrets of the sandbox, which are none. */
const sandboxSecrets = {
  RETELL_WEBHOOK_KEY: 'key_sandbox_retell',
  CALCOM_API_KEY: 'cal_sandbox_key',
  CALCOM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
};

const documentedPorts: Readonly<Record<AppName, Readonly<Record<string, string>>>> = {
  'webhook-gateway': { PORT: '3000' },
  booking: { PORT: '3001' },
  records: { PORT: '3002' },
  sandbox: { SANDBOX_CALCOM_PORT: '3010', SANDBOX_RETELL_PORT: '3011' },
};

const anyPorts: Readonly<Record<string, string>> = { PORT: '0', SANDBOX_CALCOM_PORT: '0', SANDBOX_RETELL_PORT: '0' };

export function settingsFor(options: LaunchOptions): Settings {
  const { databaseUrl, rabbitmqUrl, prefix = '', ports = 'free', env = {} } = options;
  const databases = {
    GATEWAY_DATABASE_URL: asRole(databaseUrl, 'callbook_gateway'),
    BOOKING_DATABASE_URL: asRole(databaseUrl, 'callbook_booking'),
    RECORDS_DATABASE_URL: asRole(databaseUrl, 'callbook_records'),
    OPS_DATABASE_URL: asRole(databaseUrl, 'callbook_ops'),
  };
  const broker = { RABBITMQ_URL: rabbitmqUrl, MESSAGING_PREFIX: prefix };
  const app = (name: AppName, own: Record<string, string>) => ({
    ...(ports === 'documented' ? documentedPorts[name] : anyPorts),
    ...own,
    ...env,
  });
  return {
    owner: { DATABASE_URL: databaseUrl, ...databases, ...broker, ...env },
    env: {
      'webhook-gateway': app('webhook-gateway', {
        ...broker,
        ...sandboxSecrets,
        GATEWAY_DATABASE_URL: databases.GATEWAY_DATABASE_URL,
      }),
      booking: app('booking', { ...broker, ...sandboxSecrets, BOOKING_DATABASE_URL: databases.BOOKING_DATABASE_URL }),
      records: app('records', { ...broker, RECORDS_DATABASE_URL: databases.RECORDS_DATABASE_URL }),
      sandbox: app('sandbox', {}),
    },
  };
}

/** For development and tests a role's password is its name; `migrate` sets it from these addresses. */
function asRole(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = role;
  return url.toString();
}
