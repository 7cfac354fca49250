import { statfs } from 'node:fs/promises';
import { newApiToken } from '@callbook/catalogue';
import { migrate } from '@callbook/database';
import { type StartedApp, startAppsHere } from '@callbook/launcher';
import { declareTopology } from '@callbook/messaging';
import { provideStack } from '@callbook/stack';
import { Client } from 'pg';
import { loadNow, type Machine, machineWith } from '../answer/machine';
import { quantile } from '../statistics';
import { askPages, type Server } from './ask-pages';
import { companies } from './generated-catalogue';
import { generate } from './generate';
import type { ReadOptions } from './options';
import { pageKinds } from './page-kinds';
import { planProblems } from './plans';
import { type Sample, sampleRows } from './samples';

/** At the 95th percentile, at the server. */
export const limitMs = 50;
/** A row with all that belongs to it, its indexes and what is needed to make them. */
const bytesPerAppointment = 12_000;
const sampleCount = 400;
/** Pages of each kind before anything is measured: a server that has just begun has compiled nothing. */
const warmUp = 20;

export interface PageFigures {
  readonly page: string;
  /** The first time each is asked for, its rows on the disk or not. */
  readonly firstP95: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly clientP95: number;
  /** On average. */
  readonly rows: number;
}

export interface ReadSummary {
  readonly bench: 'records-read';
  readonly ok: boolean;
  readonly seed: number;
  readonly appointments: number;
  readonly calls: number;
  readonly customers: number;
  readonly databaseGigabytes: number;
  readonly generatedInSeconds: number;
  readonly requestsOfEachKind: number;
  readonly atOnce: number;
  readonly pages: readonly PageFigures[];
  readonly machine: Machine;
  /** Pages that are too slow, and what is wrong with how one is read. */
  readonly wrong: readonly string[];
}

/** Fills a database of its own, asks, judges, and takes everything away again. */
export async function measureRecordsRead(options: ReadOptions, say: (line: string) => void): Promise<ReadSummary> {
  const { appointments, seed } = options;
  await enoughSpaceFor(appointments);
  const endings: (() => unknown)[] = [];
  try {
    const env = { ...process.env, STACK: 'private', DATABASE_URL: '', RABBITMQ_URL: '' };
    const stack = await provideStack({ fsync: true, log: say, env });
    endings.push(() => stack.stop());
    await migrate({ url: stack.databaseUrl, passwords: { callbook_records: 'bench' } });
    await declareTopology(stack.rabbitmqUrl, {});
    const client = new Client({ connectionString: stack.databaseUrl });
    await client.connect();
    endings.push(() => client.end());

    const amounts = { appointments, calls: appointments * 3, customers: Math.ceil(appointments * 0.4) };
    const began = performance.now();
    await generate(client, { amounts, seed }, say);
    const generatedInSeconds = Math.round((performance.now() - began) / 1_000);
    const samples = await sampleRows(client, appointments, sampleCount);
    const tokens = await makeTokens(client);

    const app = await startRecords(stack, say);
    endings.push(() => app.stop());
    const loadBefore = loadNow();
    const server = { url: String(app.ready.url), tokens };
    const pages = await figuresOf(server, samples, options, say);
    const wrong = pages
      .filter(({ p95 }) => !(p95 < limitMs))
      .map(({ page, p95 }) => `${page}: ${p95} ms at the 95th percentile`);
    for (const page of pageKinds) {
      for (const sample of ofEachCompany(samples)) wrong.push(...(await planProblems(client, page, sample)));
    }
    const { rows } = await client.query<{ size: string }>('SELECT pg_database_size(current_database()) AS size');
    return {
      bench: 'records-read',
      ok: wrong.length === 0,
      seed,
      ...amounts,
      databaseGigabytes: Number((Number(rows[0]?.size) / 1e9).toFixed(1)),
      generatedInSeconds,
      requestsOfEachKind: options.requests,
      atOnce: options.atOnce,
      pages,
      machine: await machineWith(stack, loadBefore),
      wrong,
    };
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

/** Each page is asked for twice: the server is measured, and not how fast its disk is with rows nobody has read for long. */
async function figuresOf(
  server: Server,
  samples: readonly Sample[],
  { requests, atOnce }: ReadOptions,
  say: (line: string) => void,
): Promise<PageFigures[]> {
  for (const page of pageKinds) await askPages(server, page, samples.slice(-warmUp), { count: warmUp, atOnce });
  const figures: PageFigures[] = [];
  for (const page of pageKinds) {
    const first = await askPages(server, page, samples, { count: requests, atOnce });
    const { serverMs, clientMs, rows } = await askPages(server, page, samples, { count: requests, atOnce });
    const at = (part: number) => Number(quantile(serverMs, part).toFixed(1));
    const clientP95 = Number(quantile(clientMs, 0.95).toFixed(1));
    const firstP95 = Number(quantile(first.serverMs, 0.95).toFixed(1));
    figures.push({
      page: page.name,
      firstP95,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      clientP95,
      rows: Math.round(rows / requests),
    });
    say(`${page.name}: p95 ${at(0.95)} ms, ${firstP95} ms the first time`);
  }
  return figures;
}

async function makeTokens(client: Client): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const { slug } of companies) {
    const { id, token, secretSha256 } = newApiToken();
    await client.query(
      `INSERT INTO catalogue.api_tokens (id, company_id, name, secret_sha256, created_by)
       SELECT $1, id, 'bench', $2, 'bench' FROM catalogue.companies WHERE slug = $3`,
      [id, secretSha256, slug],
    );
    tokens.set(slug, token);
  }
  return tokens;
}

/** As in production, but for how often one token may ask. */
function startRecords(
  { databaseUrl, rabbitmqUrl }: { readonly databaseUrl: string; readonly rabbitmqUrl: string },
  say: (line: string) => void,
): Promise<StartedApp> {
  const asRecords = Object.assign(new URL(databaseUrl), { username: 'callbook_records', password: 'bench' });
  const start = startAppsHere({
    log: (name, text) =>
      text.split('\n').forEach((line) => /"level":"(error|fatal)"/.test(line) && say(`${name}: ${line}`)),
    ended: (name, how) => say(`${name} ended by itself: ${how}`),
  });
  const env = {
    RECORDS_DATABASE_URL: asRecords.toString(),
    RABBITMQ_URL: rabbitmqUrl,
    PORT: '0',
    API_REQUESTS_PER_MINUTE: '1000000',
  };
  return start({ name: 'records', script: 'apps/records/dist/main.js', env });
}

const ofEachCompany = (samples: readonly Sample[]): Sample[] =>
  companies.flatMap(({ slug }) => samples.filter(({ company }) => company === slug).slice(0, 1));

async function enoughSpaceFor(appointments: number): Promise<void> {
  const { bavail, bsize } = await statfs('.');
  const [free, wanted] = [bavail * bsize, appointments * bytesPerAppointment];
  if (free < wanted)
    throw new Error(`wants ${Math.ceil(wanted / 1e9)} GB of disk, and ${Math.floor(free / 1e9)} GB are free`);
}

export function readForPeople({ pages, machine, wrong, ...summary }: ReadSummary): string {
  const line = (cells: readonly (string | number)[]) =>
    `  ${cells.map((cell, index) => (index === 0 ? String(cell).padEnd(32) : String(cell).padStart(8))).join('')}`;
  return [
    `${summary.appointments} appointments, ${summary.calls} calls, ${summary.customers} customers (${summary.databaseGigabytes} GB, generated in ${summary.generatedInSeconds} s), ${summary.requestsOfEachKind} pages of each kind, ${summary.atOnce} at once; milliseconds at the server`,
    line(['', 'rows', 'first', 'p50', 'p95', 'p99']),
    ...pages.map(({ page, rows, firstP95, p50, p95, p99 }) => line([page, rows, firstP95, p50, p95, p99])),
    `  ${machine.cores} cores (${machine.cpu}), load ${machine.loadBefore} before and ${machine.loadAfter} after, Node ${machine.node}, PostgreSQL ${machine.postgres}`,
    ...wrong.map((each) => `  WRONG: ${each}`),
  ].join('\n');
}
