import { createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppName, type Callbook, launch, type StartApp, type StartedApp, startAppsHere } from '@callbook/launcher';
import {
  type CalcomSandbox,
  type RateLimitSettings,
  type RetellSandbox,
  sandboxSeed,
  startCalcomSandbox,
  startRetellSandbox,
  subscriptionsTo,
} from '@callbook/sandbox';
import { provideStack, type Stack } from '@callbook/stack';
import { FrontDoor } from '@callbook/testing';
import { Network } from './network';
import { WebhookWitness } from './webhook-witness';

export const ladder = '1s,2s,5s,10s,25s';
const replicas = { gateway: 2, booking: 2, records: 2 };

/** How this arena differs from others. */
export interface ArenaOptions {
  readonly seed: number;
  /** Whether there is a network between the parts that can fail; default no. */
  readonly cut?: boolean;
  /** More settings, for every app. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the simulated Cal.com; default what Cal.com grants. */
  readonly rateLimit?: RateLimitSettings;
}

const settings = { LOG_LEVEL: 'info', RETRY_LADDER: ladder };

/** Far above what any run needs, for both sides: the sandbox grants it, and Callbook uses it. */
export const raisedLimit = {
  rateLimit: { limit: 100_000, windowMs: 60_000, blockMs: 60_000 },
  env: { CALCOM_REQUESTS_PER_MINUTE: '6000', CALCOM_REQUEST_BURST: '50' },
};

/** Callbook between a simulated Cal.com and a simulated Retell that are held here, on a stack of its own. */
export interface Arena {
  readonly stack: Stack;
  readonly callbook: Callbook;
  readonly calcom: CalcomSandbox;
  readonly retell: RetellSandbox;
  /** Sees every webhook of the simulated Cal.com. */
  readonly webhooks: WebhookWitness;
  /** With `--cut` only. */
  readonly network?: Network;
  /** Where each app's log is. Stays after `close` only if `keepLogs` was called. */
  readonly logFolder: string;
  keepLogs(): void;
  /** Apps that ended though nobody killed them. */
  readonly fallen: readonly string[];
  /** The replicas that live. */
  living(name?: AppName): StartedApp[];
  /** From now on its end surprises nobody. */
  expectEnd(pid: number): void;
  /** One more replica, in the place of one that has ended. */
  restart(name: AppName): Promise<void>;
  close(): Promise<void>;
}

export async function openArena(
  { seed, cut, env, rateLimit }: ArenaOptions,
  log: (line: string) => void,
): Promise<Arena> {
  const endings: (() => unknown)[] = [];
  const close = async () => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const stack = await provideStack({
      fsync: true,
      log,
      env: { ...process.env, STACK: 'private', DATABASE_URL: '', RABBITMQ_URL: '' },
    });
    endings.push(() => stack.stop());
    const calcom = await startCalcomSandbox({
      port: 0,
      randomSeed: seed,
      ...(rateLimit && { rateLimit }),
    });
    endings.push(() => calcom.close());
    const door = await FrontDoor.open();
    endings.push(() => door.close());
    const { databaseUrl, rabbitmqUrl } = stack;
    const network = cut
      ? await Network.open({ database: databaseUrl, broker: rabbitmqUrl, calcom: calcom.url, frontDoor: door.url })
      : undefined;
    endings.push(() => network?.close());

    const apps = new Apps(network, log);
    endings.push(() => apps.closeLogs());
    const progress = log;
    const callbook = await launch({
      databaseUrl,
      rabbitmqUrl,
      calcomUrl: calcom.url,
      replicas,
      env: { ...settings, ...env },
      start: apps.start,
      progress,
    });
    endings.push(() => (apps.expectAll(), callbook.stop()));
    const gateways = () => apps.living('webhook-gateway').map(({ ready }) => String(ready.url));
    door.leadTo(gateways());
    const restart = async (name: AppName) => {
      await callbook.startApp(name);
      door.leadTo(gateways());
    };
    const gatewayUrl = network?.fromProviders.url ?? door.url;
    const retell = await startRetellSandbox({ port: 0, gatewayUrl, randomSeed: seed, functionTimeoutMs: 20_000 });
    endings.push(() => retell.close());
    const webhooks = await WebhookWitness.open(gatewayUrl);
    endings.push(() => webhooks.close());
    calcom.subscribe(subscriptionsTo(`${webhooks.url}/webhooks/calcom/:company`, sandboxSeed));
    const { logFolder, fallen } = apps;
    return {
      stack,
      callbook,
      calcom,
      retell,
      webhooks,
      ...(network && { network }),
      logFolder,
      keepLogs: apps.keepLogs,
      fallen,
      living: apps.living,
      expectEnd: apps.expectEnd,
      restart,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The processes: their logs, and which of them ended unasked. */
class Apps {
  readonly logFolder = mkdtempSync(join(tmpdir(), 'callbook-chaos-'));
  readonly fallen: string[] = [];
  readonly start: StartApp;
  private readonly logs = new Map<string, WriteStream>();
  private readonly running = new Map<number, StartedApp>();
  private readonly expected = new Set<number>();
  private logsAreKept = false;

  constructor(network: Network | undefined, log: (line: string) => void) {
    this.start = async (app) => {
      let pid = 0;
      const ended = (name: string, how: string) => {
        this.running.delete(pid);
        if (this.expected.has(pid)) return;
        this.fallen.push(`${name} (pid ${pid}) ended with ${how}`);
        log(`${name} (pid ${pid}) ended by itself: ${how}`);
      };
      const write = (name: string, text: string) => void this.logOf(name).write(text);
      const started = await startAppsHere({ log: write, ended })({
        ...app,
        env: network?.between(app.name, app.env) ?? app.env,
      });
      pid = started.pid;
      this.running.set(pid, started);
      return started;
    };
  }

  living = (name?: AppName): StartedApp[] => [...this.running.values()].filter((app) => !name || app.name === name);

  expectEnd = (pid: number): void => void this.expected.add(pid);

  expectAll(): void {
    for (const pid of this.running.keys()) this.expected.add(pid);
  }

  keepLogs = (): void => void (this.logsAreKept = true);

  closeLogs(): void {
    for (const stream of this.logs.values()) stream.end();
    if (!this.logsAreKept) rmSync(this.logFolder, { recursive: true, force: true });
  }

  private logOf(name: string): WriteStream {
    const stream = this.logs.get(name) ?? createWriteStream(join(this.logFolder, `${name}.log`), { flags: 'a' });
    this.logs.set(name, stream);
    return stream;
  }
}
