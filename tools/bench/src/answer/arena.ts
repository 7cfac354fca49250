import { type Callbook, launch, startAppsHere } from '@callbook/launcher';
import { type CalcomSandbox, startCalcomSandbox } from '@callbook/sandbox';
import { provideStack, type Stack } from '@callbook/stack';
import { Client } from 'pg';
import { seriousLines } from '../serious-lines';
import { Callers } from './callers';

/** What the calendar takes for each request of its own accord, in milliseconds. */
export const calendarDelayMs = 20;

/** As in production, but for what Cal.com grants: at 20 calls a second that would be spent within seconds. */
const settings = { CALCOM_REQUESTS_PER_MINUTE: '100000', CALCOM_REQUEST_BURST: '1000' };
const rateLimit = { limit: 1_000_000, windowMs: 60_000, blockMs: 60_000 };

/** A database and a broker of its own, the simulated Cal.com, and callers. The apps come and go. */
export interface Arena {
  readonly stack: Stack;
  readonly calcom: CalcomSandbox;
  readonly callers: Callers;
  /** One replica of each app, as a process. @param databaseUrl the stack's database, or a way to it */
  startApps(databaseUrl: string): Promise<Callbook>;
  close(): Promise<void>;
}

export async function openArena(seed: number, log: (line: string) => void): Promise<Arena> {
  const endings: (() => unknown)[] = [];
  const close = async () => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const env = { ...process.env, STACK: 'private', DATABASE_URL: '', RABBITMQ_URL: '' };
    const stack = await provideStack({ fsync: true, log, env });
    endings.push(() => stack.stop());
    const calcom = await startCalcomSandbox({ port: 0, randomSeed: seed, rateLimit });
    endings.push(() => calcom.close());
    calcom.faults.arm({ on: {}, effect: { kind: 'delay', at: 'arrived', ms: calendarDelayMs }, times: null });
    const callers = new Callers(seed);
    endings.push(() => callers.close());

    const startApps = async (databaseUrl: string) => {
      const start = startAppsHere({
        log: (name, text) => seriousLines(text).forEach((line) => log(`${name}: ${line}`)),
        ended: (name, how) => log(`${name} ended by itself: ${how}`),
      });
      const { rabbitmqUrl } = stack;
      const callbook = await launch({ databaseUrl, rabbitmqUrl, calcomUrl: calcom.url, env: settings, start });
      endings.push(() => callbook.stop());
      return callbook;
    };
    return { stack, calcom, callers, startApps, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Another database on the same server, as the given one is now. Nobody may be connected to that. */
export async function copyDatabase(databaseUrl: string, name: string): Promise<string> {
  const url = new URL(databaseUrl);
  const original = url.pathname.slice(1);
  url.pathname = '/postgres';
  await withClient(url.toString(), (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE "${original}"`));
  url.pathname = `/${name}`;
  return url.toString();
}

export async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
