import { type Callbook, launch, type LaunchOptions, readyLine, type StartApp } from '@callbook/launcher';
import {
  type CalcomSandbox,
  type RetellSandbox,
  sandboxSeed,
  startCalcomSandbox,
  startRetellSandbox,
  subscriptionsTo,
} from '@callbook/sandbox';
import {
  sharedStack,
  startProcess,
  type StartedProcess,
  testDatabase,
  type TestDatabase,
  testPrefix,
  type TestPrefix,
} from '@callbook/testing';

export interface JourneyOptions {
  readonly replicas?: LaunchOptions['replicas'];
  /** For every app. */
  readonly env?: Readonly<Record<string, string>>;
  /** A simulated Cal.com that takes any number of requests a minute, and a Callbook that knows; default as Cal.com does. */
  readonly unlimited?: boolean;
  /** Whether Cal.com's webhooks are sent to the first gateway; default no. */
  readonly calendarWebhooks?: boolean;
  /** For one app, over everything else: `(app) => (app === 'booking' ? { RABBITMQ_URL: proxy.url } : {})`. */
  readonly envOf?: (app: string) => Readonly<Record<string, string>>;
}

/** Callbook as processes on real RabbitMQ and PostgreSQL, between a simulated Cal.com and a simulated Retell held by the test. */
export interface Journey {
  readonly callbook: Callbook;
  readonly calcom: CalcomSandbox;
  readonly retell: RetellSandbox;
  readonly database: TestDatabase;
  readonly prefix: string;
  /** All that all apps have written so far, also those that have ended. */
  logs(): string;
  end(): Promise<void>;
}

/** Starts apps so that one that is left over fails the run, and keeps hold of them. */
function testApps(envOf: (app: string) => Readonly<Record<string, string>>) {
  const started: StartedProcess[] = [];
  const start: StartApp = async ({ name, script, env }) => {
    const all = { ...env, ...envOf(name) };
    const app = await startProcess({ name, script, env: all, readyLine, readyTimeoutMs: 30_000 });
    started.push(app);
    const [line = '{}'] = readyLine.exec(app.logs()) ?? [];
    return { name, pid: app.pid, ready: JSON.parse(line) as Record<string, unknown>, stop: () => app.stop() };
  };
  return { start, logs: () => started.map((app) => app.logs()).join('') };
}

/** Take it in `beforeAll`, end it in `afterAll`. */
export async function startJourney(options: JourneyOptions = {}): Promise<Journey> {
  const { replicas, env, unlimited = false, calendarWebhooks = false, envOf = () => ({}) } = options;
  const endings: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const ending of endings.reverse()) await ending();
  };
  try {
    const database = await testDatabase();
    endings.push(() => database.close());
    const testing: TestPrefix = testPrefix();
    endings.push(() => testing.close());
    const seed = Math.floor(Math.random() * 2 ** 31);
    const rateLimit = unlimited && { rateLimit: { limit: 100_000, windowMs: 60_000, blockMs: 60_000 } };
    const calcom = await startCalcomSandbox({ port: 0, randomSeed: seed, ...rateLimit });
    endings.push(() => calcom.close());
    const apps = testApps(envOf);
    const callbook = await launch({
      databaseUrl: database.url,
      rabbitmqUrl: sharedStack().rabbitmqUrl,
      start: apps.start,
      calcomUrl: calcom.url,
      prefix: testing.prefix,
      ...(replicas && { replicas }),
      env: {
        LOG_LEVEL: 'warn',
        RETRY_LADDER: '200ms,400ms,1s,2s',
        ...(unlimited && { CALCOM_REQUESTS_PER_MINUTE: '6000', CALCOM_REQUEST_BURST: '50' }),
        ...env,
      },
    });
    endings.push(() => callbook.stop());
    if (calendarWebhooks)
      calcom.subscribe(subscriptionsTo(`${callbook.gateways[0]}/webhooks/calcom/:company`, sandboxSeed));
    const retell = await startRetellSandbox({ port: 0, gatewayUrl: [...callbook.gateways], randomSeed: seed });
    endings.push(() => retell.close());
    return { callbook, calcom, retell, database, prefix: testing.prefix, logs: apps.logs, end };
  } catch (error) {
    await end();
    throw error;
  }
}
