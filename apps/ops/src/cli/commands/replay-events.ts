import { readConfig } from '@callbook/config';
import type { QueueSender } from '@callbook/messaging';
import Table from 'cli-table3';
import type { DataSource } from 'typeorm';
import { BrokerConfig, opsDatabase } from '../../config';
import { writeAudit } from '../../audit/audit';
import type { EventFilter } from '../../history/event-filter';
import { countsByType, eventsAfter } from '../../history/find-events.repository';
import { replayEvents, type ReplayProgress } from '../../history/replay-events';
import { NoReplayTarget, replayTarget, type ReplayTarget } from '../../history/replay-target';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { interruption } from '../interruption';
import { wholeNumber } from '../whole-number';
import { withDatabase } from '../with-database';
import { withSender } from '../with-sender';
import { type EventOptions, filterOf } from './show-events';

export interface ReplayOptions extends EventOptions {
  readonly since: string;
  readonly to: string;
  readonly rate: string;
  readonly by: string;
  readonly yes?: boolean;
}

const mostRate = 10_000;
const tellEveryMs = 2_000;

/** `callbook events replay` */
export async function replayEventsCommand(line: CommandLine, options: ReplayOptions): Promise<Answer> {
  const filter = { until: new Date(), ...filterOf(options) };
  const rate = wholeNumber('--rate', options.rate, mostRate);
  const target = targetOf(options);
  const config = readConfig(BrokerConfig, line.env);
  return withDatabase(opsDatabase(line.env), async (db) => {
    const types = [...new Set([...target.typesOf.values()].flat())];
    const counts = await countsByType(db, filter, types);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const table = tableOf(counts, target);
    const plan = { to: options.to, since: filter.since, until: filter.until, total, counts };
    if (total === 0) return { json: { ...plan, sent: 0 }, text: 'There are no such events.' };
    return withSender(config, async (sender) => {
      await refuseMissing(sender, target);
      if (!options.yes)
        return {
          json: { ...plan, sent: 0 },
          text: `${table}\nNothing was sent. Add --yes to send these ${total} events.`,
        };
      line.stderr(`${table}\n`);
      return carryOut(line, { db, sender, filter, target, rate, total, options, plan });
    });
  });
}

interface Begun {
  readonly db: DataSource;
  readonly sender: QueueSender;
  readonly filter: EventFilter;
  readonly target: ReplayTarget;
  readonly rate: number;
  readonly total: number;
  readonly options: ReplayOptions;
  readonly plan: object;
}

async function carryOut(line: CommandLine, begun: Begun): Promise<Answer> {
  const { db, sender, filter, target, rate, total, options, plan } = begun;
  const { signal, dispose } = interruption();
  let told = performance.now();
  let reached: ReplayProgress = { sent: 0, at: null };
  await audit(db, options, { begun: true, ...plan });
  try {
    const result = await replayEvents(sender, {
      target,
      rate,
      signal,
      page: (types, after, limit) => eventsAfter(db, filter, { types, after, limit }),
      progress: (progress) => {
        reached = progress;
        if (performance.now() - told < tellEveryMs) return;
        told = performance.now();
        line.stderr(`${progress.sent} of ${total} sent, up to ${progress.at?.toISOString() ?? 'the first pass'}\n`);
      },
    });
    await audit(db, options, { ...result });
    if (result.stopped) throw stopped(reached, options, 'Stopped');
    return { json: { ...plan, ...result }, text: `${result.sent} events sent to ${options.to}.` };
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    await audit(db, options, { ...reached, failed: true }).catch(() => undefined);
    throw stopped(reached, options, `It failed (${(error as Error).message})`, error);
  } finally {
    dispose();
  }
}

/** Nothing sent twice is handled twice, so going on begins with the moment that was reached. */
function stopped({ sent, at }: ReplayProgress, options: ReplayOptions, how: string, cause?: unknown): CommandFailure {
  const since = at?.toISOString() ?? options.since;
  return new CommandFailure(
    `${how} after ${sent} events.`,
    `Go on with the same command and --since ${since}`,
    1,
    [{ sent, since }],
    { cause },
  );
}

function targetOf({ to, type }: ReplayOptions): ReplayTarget {
  const pattern = type && new RegExp(`^${type.replaceAll('.', '\\.').replaceAll('*', '.*')}(\\.v\\d+)?$`);
  try {
    return replayTarget(to, (one) => !pattern || pattern.test(one));
  } catch (error) {
    if (!(error instanceof NoReplayTarget)) throw error;
    throw new CommandFailure(error.message, error.next, 1, [], { cause: error });
  }
}

async function refuseMissing(sender: QueueSender, { typesOf }: ReplayTarget): Promise<void> {
  const looks = await Promise.all([...typesOf.keys()].map(async (queue) => [queue, await sender.look(queue)] as const));
  const missing = looks.filter(([, look]) => !look).map(([queue]) => queue);
  if (missing.length === 0) return;
  throw new CommandFailure(`The broker has no queue ${missing.join(', ')}.`, 'Run: callbook topology declare');
}

function audit(db: DataSource, { to, by }: ReplayOptions, result: object): Promise<unknown> {
  return writeAudit(db, { actor: by, act: 'events.replayed', subjects: [to], result });
}

function tableOf(counts: Awaited<ReturnType<typeof countsByType>>, { typesOf }: ReplayTarget): string {
  const table = new Table({ head: ['Event', 'How many', 'From', 'To', 'Queue'], style: { head: [], border: [] } });
  for (const { type, count, first, last } of counts) {
    const queues = [...typesOf].filter(([, types]) => types.includes(type)).map(([queue]) => queue);
    table.push([type, count, first.toISOString(), last.toISOString(), queues.join(', ')]);
  }
  return table.toString();
}
