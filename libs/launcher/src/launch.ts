import type { StartApp, StartedApp } from './app-process';
import { type AppName, Apps } from './apps';
import type { Ports } from './ports';
import { callbook, prepare } from './prepare';
import { runOnce } from './run-once';
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
  readonly replicas?: {
    readonly gateway?: number;
    readonly booking?: number;
    readonly records?: number;
    readonly ops?: number;
  };
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
  /** The `callbook` command line as an operator of this launch: `operate('owed', 'ls', '--json')`. @returns its stdout */
  operate(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Prepares database and broker with the sample catalogue and starts every app against the sandbox.
 * @throws the first failure, when everything that was started has ended
 */
export async function launch(options: LaunchOptions): Promise<Callbook> {
  const { start, replicas = {}, progress = () => undefined, signal } = options;
  const spool = spoolFolderFor(options.spoolFolder);
  const settings = settingsFor({ ...options, spoolFolder: spool.path });

  const apps = new Apps(start, settings);
  const stop = () => apps.stop().finally(() => spool.dispose());

  try {
    progress('migrating, importing the sample catalogue, declaring the topology');
    await prepare(settings, signal);
    signal?.throwIfAborted();
    progress('starting the apps');
    const [gateways] = await Promise.all([
      apps.several('webhook-gateway', replicas.gateway),
      apps.several('records', replicas.records),
      apps.several('ops', replicas.ops),
    ]);
    signal?.throwIfAborted();
    const gatewayUrls = gateways.map(({ ready }) => String(ready.url));
    const [gatewayUrl = ''] = gatewayUrls;
    const neighbours = {
      GATEWAY_URL: gatewayUrl,
      ...(options.calendarWebhooks && { SANDBOX_WEBHOOK_URL: `${gatewayUrl}/webhooks/calcom/:company` }),
    };
    const sandbox = options.calcomUrl ? undefined : await apps.start('sandbox', neighbours);
    const calcomUrl = { CALCOM_BASE_URL: options.calcomUrl ?? String(sandbox?.ready.calcom) };
    await apps.several('booking', replicas.booking, calcomUrl);
    signal?.throwIfAborted();
    const more: Partial<Record<AppName, Record<string, string>>> = { booking: calcomUrl, sandbox: neighbours };
    return {
      gateways: gatewayUrls,
      apps: apps.started,
      ...(sandbox && { sandbox: { calcom: String(sandbox.ready.calcom), retell: String(sandbox.ready.retell) } }),
      startApp: (name) => apps.start(name, more[name]),
      operate: (...args) => runOnce(callbook, args, settings.owner),
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined); // why it could not be launched matters more
    throw error;
  }
}
