import type { StartApp, StartedApp } from './app-process';
import { Places } from './places';
import type { Ports } from './ports';
import { prepare } from './prepare';
import { settingsFor } from './settings';
import { spoolFolderFor } from './spool-folder';

export interface LaunchOptions {
  /** The owner's address of an empty or migrated database. */
  readonly databaseUrl: string;
  readonly rabbitmqUrl: string;
  readonly start: StartApp;
  /** An outside Cal.com; default: the sandbox is started as well. */
  readonly calcomUrl?: string;
  /** Whether the sandbox tells the gateway what happens in its calendar, as Cal.com does; default no. */
  readonly calendarWebhooks?: boolean;
  /** Replicas; default one of each. */
  readonly replicas?: { readonly gateway?: number; readonly booking?: number; readonly records?: number };
  /** More settings, for every app. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the first replica of each app; default free ones. */
  readonly ports?: Ports;
  /** Before every queue and exchange; default none. */
  readonly prefix?: string;
  /** Where each gateway has a spool file of its own. Default: a folder of this launch, deleted when it is stopped. */
  readonly spoolFolder?: string;
  readonly progress?: (line: string) => void;
  /** Aborted: what was started is stopped, and `launch` rejects. Has no effect once it has resolved. */
  readonly signal?: AbortSignal;
}

/** Callbook, running. */
export interface Callbook {
  readonly gateways: readonly string[];
  readonly apps: readonly StartedApp[];
  /** Addresses of the sandbox, when it was started. */
  readonly sandbox?: { readonly calcom: string; readonly retell: string };
  /** Starts one more replica, or one that has ended again: with the port and the spool file of the one before. */
  startApp(name: AppName): Promise<StartedApp>;
  stop(): Promise<void>;
}

export type AppName = 'webhook-gateway' | 'booking' | 'records' | 'sandbox';

/** Prepares database and broker with the sample catalogue and starts every app against the sandbox. */
export async function launch(options: LaunchOptions): Promise<Callbook> {
  const { start, replicas = {}, progress = () => undefined, signal } = options;
  const spool = spoolFolderFor(options.spoolFolder);
  const settings = settingsFor({ ...options, spoolFolder: spool.path });

  const places = new Places<AppName>();
  const apps: StartedApp[] = [];
  const startApp = (name: AppName, env: Record<string, string> = {}) =>
    places.fill(name, async (place) => {
      const script = `apps/${name}/dist/main.js`;
      const app = await start({ name, script, env: { ...settings.envOf(name, place), ...env } });
      apps.push(app);
      return app;
    });
  const several = (name: AppName, count = 1, env: Record<string, string> = {}) =>
    allEnded(Array.from({ length: count }, () => startApp(name, env)));
  const stop = async () => {
    // Those who publish before those who consume: nothing is left lying that could still be worked off.
    for (const name of ['sandbox', 'webhook-gateway', 'booking', 'records']) {
      await Promise.all(apps.filter((app) => app.name === name).map((app) => app.stop()));
    }
    spool.dispose();
  };

  try {
    progress('migrating, importing the sample catalogue, declaring the topology');
    await prepare(settings, signal);
    signal?.throwIfAborted();
    progress('starting the apps');
    const [gateways = []] = await allEnded([
      several('webhook-gateway', replicas.gateway),
      several('records', replicas.records),
    ]);
    signal?.throwIfAborted();
    const gatewayUrls = gateways.map(({ ready }) => String(ready.url));
    const [gatewayUrl = ''] = gatewayUrls;
    const neighbours = {
      GATEWAY_URL: gatewayUrl,
      ...(options.calendarWebhooks && { SANDBOX_WEBHOOK_URL: `${gatewayUrl}/webhooks/calcom/:company` }),
    };
    const sandbox = options.calcomUrl ? undefined : await startApp('sandbox', neighbours);
    const calcomUrl = { CALCOM_BASE_URL: options.calcomUrl ?? String(sandbox?.ready.calcom) };
    await several('booking', replicas.booking, calcomUrl);
    signal?.throwIfAborted();
    const more: Partial<Record<AppName, Record<string, string>>> = { booking: calcomUrl, sandbox: neighbours };
    return {
      gateways: gatewayUrls,
      apps,
      ...(sandbox && { sandbox: { calcom: String(sandbox.ready.calcom), retell: String(sandbox.ready.retell) } }),
      startApp: (name) => startApp(name, more[name]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As Promise.all, but not before all have ended: one that is still being started when another fails could not be stopped. */
async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
