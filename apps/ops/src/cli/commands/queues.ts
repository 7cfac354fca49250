import { readConfig } from '@callbook/config';
import { lookAtTopology, queueName, rungName, topologyOf } from '@callbook/messaging';
import Table from 'cli-table3';
import { managementOf, unackedOf } from '../../broker/management-view';
import { type QueueLine, queueReport } from '../../broker/queue-report';
import { BrokerLookConfig, opsDatabase } from '../../config';
import type { Answer, CommandLine } from '../command-line';
import { withBroker } from '../with-broker';
import { withDatabase } from '../with-database';
import { topologyOptions } from './topology';

/** `callbook queues` */
export async function queuesCommand({ env }: CommandLine): Promise<Answer> {
  const config = readConfig(BrokerLookConfig, env);
  const topology = topologyOf(topologyOptions(config));
  const look = await withBroker(lookAtTopology(config.RABBITMQ_URL, topology));
  const open = await withDatabase(opsDatabase(env), async (db) => {
    const rows = (await db.query(
      `SELECT queue, count(*)::int AS count FROM ops.dead_letters WHERE state = 'open' GROUP BY queue`,
    )) as { queue: string; count: number }[];
    return new Map(rows.map(({ queue, count }) => [queue, count]));
  });
  const queues = queueReport(look, open, await unacked(config));
  const rungs = look.rungs.map(({ ms, look: rung }) => ({ rung: rungName(ms), waiting: rung?.messagesReady ?? null }));
  const missing = rungs
    .filter(({ waiting }) => waiting === null)
    .map(({ rung }) => `rung ${rung} is missing: callbook topology declare`);
  const problems = [...queues.flatMap((line) => line.problems.map((what) => `${line.queue}: ${what}`)), ...missing];
  return {
    json: { queues, rungs, problems },
    text: [
      tableOf(queues),
      rungText(rungs),
      ...(problems.length > 0 ? ['', ...problems] : ['Nothing needs anybody.']),
    ].join('\n'),
    ...(problems.length > 0 && { exitCode: 1 as const }),
  };
}

/** Over AMQP nobody tells; without it the column says so. */
async function unacked({
  RABBITMQ_MANAGEMENT_URL,
  RABBITMQ_URL,
  MESSAGING_PREFIX: prefix,
}: BrokerLookConfig): Promise<ReadonlyMap<string, number> | undefined> {
  if (!RABBITMQ_MANAGEMENT_URL) return undefined;
  const found = await unackedOf(managementOf(RABBITMQ_MANAGEMENT_URL, RABBITMQ_URL)).catch(() => undefined);
  const own = queueName(prefix, '');
  return (
    found &&
    new Map([...found].filter(([name]) => name.startsWith(own)).map(([name, count]) => [name.slice(own.length), count]))
  );
}

function tableOf(queues: readonly QueueLine[]): string {
  const table = new Table({
    head: ['Queue', 'Ready', 'Unacked', 'Consumers', 'Dead at broker', 'Dead and open', ''],
    style: { head: [], border: [] },
  });
  const shown = (count: number | null) => count ?? '?';
  for (const { queue, ready, unacked: held, consumers, deadAtBroker, deadOpen, problems } of queues)
    table.push([
      queue,
      shown(ready),
      shown(held),
      shown(consumers),
      shown(deadAtBroker),
      deadOpen,
      problems.length > 0 ? '!' : '',
    ]);
  return table.toString();
}

function rungText(rungs: readonly { readonly rung: string; readonly waiting: number | null }[]): string {
  return `On the rungs: ${rungs.map(({ rung, waiting }) => `${rung} ${waiting ?? '?'}`).join(', ')}.`;
}
