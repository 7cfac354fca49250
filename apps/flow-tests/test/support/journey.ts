import { type Callbook, launch, readyLine, type StartApp } from '@callbook/launcher';
import { type CalcomSandbox, type RetellSandbox, startCalcomSandbox, startRetellSandbox } from '@callbook/sandbox';
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
  readonly replicas?: { readonly gateway?: number; readonly booking?: number; readonly records?: number };
  /** For every app. */
  readonly env?: Readonly<Record<string, string>>;
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
export async function startJourney({ replicas, env, envOf = () => ({}) }: JourneyOptions = {}): Promise<Journey> {
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
    const calcom = await startCalcomSandbox({ port: 0, randomSeed: seed });
    endings.push(() => calcom.close());
    const apps = testApps(envOf);
    const callbook = await launch({
      databaseUrl: database.url,
      rabbitmqUrl: sharedStack().rabbitmqUrl,
      start: apps.start,
      calcomUrl: calcom.url,
      prefix: testing.prefix,
      ...(replicas && { replicas }),
      // The last rung is there because booking asks for a ladder that outlasts a POST.
      env: { LOG_LEVEL: 'warn', RETRY_LADDER: '200ms,400ms,1s,2s,200s', ...env },
    });
    endings.push(() => callbook.stop());
    const retell = await startRetellSandbox({ port: 0, gatewayUrl: [...callbook.gateways], randomSeed: seed });
    endings.push(() => retell.close());
    return { callbook, calcom, retell, database, prefix: testing.prefix, logs: apps.logs, end };
  } catch (error) {
    await end();
    throw error;
  }
}
