import { join } from 'node:path';
import type { AppName } from './apps';
import type { LaunchOptions } from './launch';
import { anyPorts, type Ports } from './ports';

type Environment = Readonly<Record<string, string>>;

/** The environment of every program, each with no more than it needs. */
export interface Settings {
  readonly owner: Environment;
  /** Of the replica in this place, counted from 0: ports can be given to the first alone. */
  envOf(name: AppName, place: number): Environment;
}

/** The secrets of the sandbox, which are none. */
const sandboxSecrets = {
  RETELL_WEBHOOK_KEY: 'key_sandbox_retell',
  CALCOM_API_KEY: 'cal_sandbox_key',
  CALCOM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
};

/** Of what is started here and thrown away: anywhere else it is a secret. */
const erasureKey = { ERASURE_KEY: 'erasure-key-of-a-sandbox-which-is-no-secret' };

export function settingsFor(options: LaunchOptions & { readonly spoolFolder: string }): Settings {
  const { databaseUrl, rabbitmqUrl, prefix = '', ports = anyPorts, env = {}, spoolFolder } = options;
  const databases = {
    GATEWAY_DATABASE_URL: asRole(databaseUrl, 'callbook_gateway'),
    BOOKING_DATABASE_URL: asRole(databaseUrl, 'callbook_booking'),
    RECORDS_DATABASE_URL: asRole(databaseUrl, 'callbook_records'),
    OPS_DATABASE_URL: asRole(databaseUrl, 'callbook_ops'),
  };
  const broker = { RABBITMQ_URL: rabbitmqUrl, MESSAGING_PREFIX: prefix };
  const own: Record<AppName, (place: number) => Environment> = {
    'webhook-gateway': (place) => ({
      ...broker,
      ...sandboxSecrets,
      GATEWAY_DATABASE_URL: databases.GATEWAY_DATABASE_URL,
      SPOOL_PATH: join(spoolFolder, `webhook-gateway-${place}.sqlite`),
    }),
    booking: () => ({
      ...broker,
      ...sandboxSecrets,
      ...erasureKey,
      BOOKING_DATABASE_URL: databases.BOOKING_DATABASE_URL,
    }),
    records: () => ({ ...broker, ...erasureKey, RECORDS_DATABASE_URL: databases.RECORDS_DATABASE_URL }),
    ops: () => ({ ...broker, ...erasureKey, OPS_DATABASE_URL: databases.OPS_DATABASE_URL }),
    sandbox: () => ({}),
  };
  return {
    owner: { DATABASE_URL: databaseUrl, ...databases, ...broker, ...env },
    envOf: (name, place) => ({ ...portsOf(name, place === 0 ? ports : anyPorts), ...own[name](place), ...env }),
  };
}

function portsOf(name: AppName, ports: Ports): Environment {
  if (name !== 'sandbox') return { PORT: String(ports[name]) };
  return { SANDBOX_CALCOM_PORT: String(ports['sandbox-calcom']), SANDBOX_RETELL_PORT: String(ports['sandbox-retell']) };
}

/** For development and tests a role's password is its name; `migrate` sets it from these addresses. */
function asRole(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = role;
  return url.toString();
}
