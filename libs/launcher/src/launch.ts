import type { StartApp, StartedApp } from './app-process';
import { prepare } from './prepare';
import { type Settings, settingsFor } from './settings';

export interface LaunchOptions {
  /** The owner's address of an empty or migrated database. */
  readonly databaseUrl: string;
  readonly rabbitmqUrl: string;
  readonly start: StartApp;
  /** An outside Cal.com; default: the sandbox is started as well. */
  readonly calcomUrl?: string;
  /** Replicas; default one of each. */
  readonly replicas?: { readonly gateway?: number; readonly booking?: number; readonly records?: number };
  /** More settings, for every app. */
  readonly env?: Readonly<Record<string, string>>;
  /** Fixed ports as documented, or free ones (default). */
  readonly ports?: 'documented' | 'free';
  /** Before every queue and exchange; default none. */
  readonly prefix?: string;
  readonly progress?: (line: string) => void;
}

/** Callbook, running. */
export interface Callbook {
  readonly gateways: readonly string[];
  readonly apps: readonly StartedApp[];
  /** Addresses of the sandbox, when it was started. */
  readonly sandbox?: { readonly calcom: string; readonly retell: string };
  /** Starts one more replica, or one that was killed again. */
  startApp(name: AppName): Promise<StartedApp>;
  stop(): Promise<void>;
}

export type AppName = 'webhook-gateway' | 'booking' | 'records' | 'sandbox';

/** Prepares database and broker with the sample catalogue and starts every app against the sandbox. */
export async function launch(options: LaunchOptions): Promise<Callbook> {
  const { start, replicas = {}, progress = () => undefined } = options;
  const settings: Settings = settingsFor(options);
  progress('migrating, importing the sample catalogue, declaring the topology');
  await prepare(settings);

  const apps: StartedApp[] = [];
  const startApp = async (name: AppName, env: Record<string, string> = {}) => {
    const app = await start({ name, script: `apps/${name}/dist/main.js`, env: { ...settings.env[name], ...env } });
    apps.push(app);
    return app;
  };
  const several = (name: AppName, count: number, env: Record<string, string> = {}) =>
    Promise.all(Array.from({ length: count }, () => startApp(name, env)));
  const stop = async () => {
    // Those who publish before those who consume: nothing is left lying that could still be worked off.
    for (const name of ['sandbox', 'webhook-gateway', 'booking', 'records']) {
      await Promise.all(apps.filter((app) => app.name === name).map((app) => app.stop()));
    }
  };

  try {
    progress('starting the apps');
    const [gateways] = await Promise.all([
      several('webhook-gateway', replicas.gateway ?? 1),
      several('records', replicas.records ?? 1),
    ]);
    const gatewayUrls = gateways.map(({ ready }) => String(ready.url));
    const sandbox = options.calcomUrl ? undefined : await startApp('sandbox', { GATEWAY_URL: gatewayUrls[0] ?? '' });
    const calcomUrl = { CALCOM_BASE_URL: options.calcomUrl ?? String(sandbox?.ready.calcom) };
    await several('booking', replicas.booking ?? 1, calcomUrl);
    return {
      gateways: gatewayUrls,
      apps,
      ...(sandbox && { sandbox: { calcom: String(sandbox.ready.calcom), retell: String(sandbox.ready.retell) } }),
      startApp: (name) => startApp(name, name === 'booking' ? calcomUrl : {}),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
