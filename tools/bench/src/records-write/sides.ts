import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Catalogue, catalogueFromFile, importCatalogueText } from '@callbook/catalogue';
import type { BookingCreated, Event } from '@callbook/contracts';
import { createDataSource, migrate } from '@callbook/database';
import { projectRoot, type StartedApp, startAppsHere } from '@callbook/launcher';
import { declareTopology } from '@callbook/messaging';
import { provideStack, type Stack } from '@callbook/stack';
import { type ConfirmChannel, connect } from 'amqplib';
import { Client } from 'pg';
import { copyDatabase } from '../answer/arena';
import { seriousLines } from '../serious-lines';
import { toPeer, toRecords } from './backlog';
import { type PeerKind, peerQueue, peerQueueOptions } from './peer/queue';
import { problemsIn } from './right-rows';

/** The same for both, as are the connections to the database: the defaults of records. */
export const prefetch = 400;
const poolSize = 10;

const sampleCatalogue = 'apps/ops/catalogue/salon-lindenhof.yaml';
const lookEveryMs = 25;
const longestMs = 120_000;

/** How a backlog was worked off. */
export interface WorkedOff {
  /** Until everything is done that follows from it. */
  readonly seconds: number;
  /** Until all rows are committed. */
  readonly rowsSeconds: number;
  readonly wrong: readonly string[];
}

export interface Sides {
  readonly stack: Stack;
  readonly catalogue: Catalogue;
  readonly records: Side;
  /** The plain consumer with the call and the appointment alone. */
  readonly two: Side;
  /** The plain consumer with every row that records writes. */
  readonly all: Side;
  close(): Promise<void>;
}

/** A database server and a broker of their own, and on them one process of each side, with a database of its own. */
export async function openSides(say: (line: string) => void): Promise<Sides> {
  const endings: (() => unknown)[] = [];
  const close = async () => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const env = { ...process.env, STACK: 'private', DATABASE_URL: '', RABBITMQ_URL: '' };
    const stack = await provideStack({ fsync: true, log: say, env });
    endings.push(() => stack.stop());
    const catalogue = await prepare(stack);
    const broker = await connect(stack.rabbitmqUrl, { noDelay: true });
    endings.push(() => broker.close());
    const channel = await broker.createConfirmChannel();

    const start = startAppsHere({
      log: (name, text) => seriousLines(text).forEach((line) => say(`${name}: ${line}`)),
      ended: (name, how) => say(`${name} ended by itself: ${how}`),
    });
    const side = async (kind: SideKind): Promise<Side> => {
      const databaseUrl =
        kind === 'records' ? stack.databaseUrl : await copyDatabase(stack.databaseUrl, `plain_${kind}`);
      if (kind !== 'records') await channel.assertQueue(peerQueue(kind), peerQueueOptions);
      const app = await start(kind === 'records' ? recordsApp(databaseUrl, stack) : peerApp(databaseUrl, stack, kind));
      endings.push(() => app.stop());
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      endings.push(() => client.end());
      return new Side(app, channel, client, kind);
    };
    const [two, all, records] = [await side('two'), await side('all'), await side('records')];
    return { stack, catalogue, records, two, all, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type SideKind = 'records' | PeerKind;

/** A process that works off a queue into its database. */
export class Side {
  constructor(
    private readonly app: StartedApp,
    private readonly channel: ConfirmChannel,
    private readonly client: Client,
    private readonly kind: SideKind,
  ) {}

  /** The process stands still until all messages are in its queue; then the time begins. Its database is empty before. */
  async workOff(messages: readonly Event<BookingCreated>[]): Promise<WorkedOff> {
    await this.client.query(
      'TRUNCATE records.customers, records.calls, records.appointments, records.inbox, records.outbox CASCADE',
    );
    process.kill(this.app.pid, 'SIGSTOP');
    try {
      for (const message of messages) {
        if (this.kind === 'records') toRecords(this.channel, message);
        else toPeer(this.channel, message, this.kind);
      }
      await this.channel.waitForConfirms();
    } finally {
      process.kill(this.app.pid, 'SIGCONT');
    }
    const began = performance.now();
    const since = () => (performance.now() - began) / 1_000;
    await this.until(`SELECT count(*) >= ${messages.length} AS done FROM records.appointments`, messages.length);
    const rowsSeconds = since();
    await this.until('SELECT NOT EXISTS (SELECT FROM records.outbox WHERE sent_at IS NULL) AS done', messages.length);
    const seconds = since();
    const wrong = await problemsIn(this.client, messages.length);
    return { seconds, rowsSeconds, wrong: wrong.map((problem) => `${this.kind}: ${problem}`) };
  }

  private async until(question: string, count: number): Promise<void> {
    const tooLate = performance.now() + longestMs;
    for (;;) {
      const { rows } = await this.client.query<{ done: boolean }>(question);
      if (rows[0]?.done) return;
      if (performance.now() > tooLate) throw new Error(`${this.kind} did not work off ${count} messages in time`);
      await pause(lookEveryMs);
    }
  }
}

async function prepare({ databaseUrl, rabbitmqUrl }: Stack): Promise<Catalogue> {
  await migrate({ url: databaseUrl, passwords: { callbook_records: 'bench' } });
  await declareTopology(rabbitmqUrl);
  const text = await readFile(join(projectRoot, sampleCatalogue), 'utf8');
  const dataSource = await createDataSource({ url: databaseUrl, applicationName: 'bench' }).initialize();
  await importCatalogueText(dataSource, text, { by: 'bench' });
  await dataSource.destroy();
  return catalogueFromFile(text);
}

/** With the settings it has by default. */
function recordsApp(databaseUrl: string, { rabbitmqUrl }: Stack) {
  const env = { RECORDS_DATABASE_URL: asRecords(databaseUrl), RABBITMQ_URL: rabbitmqUrl, PORT: '0' };
  const same = { PREFETCH: String(prefetch), DATABASE_POOL_SIZE: String(poolSize) };
  return { name: 'records', script: 'apps/records/dist/main.js', env: { ...env, ...same } };
}

function peerApp(databaseUrl: string, { rabbitmqUrl }: Stack, kind: PeerKind) {
  const own = { QUEUE: peerQueue(kind), ROWS: kind };
  const env = { ...own, DATABASE_URL: asRecords(databaseUrl), RABBITMQ_URL: rabbitmqUrl };
  const same = { PREFETCH: String(prefetch), POOL_SIZE: String(poolSize) };
  return { name: kind, script: 'tools/bench/dist/records-write/peer/main.js', env: { ...env, ...same } };
}

const asRecords = (databaseUrl: string): string =>
  Object.assign(new URL(databaseUrl), { username: 'callbook_records', password: 'bench' }).toString();
