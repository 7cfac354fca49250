import Table from 'cli-table3';
import { keptDays, type Subscriber } from '../../subscribers/subscribers';
import type { Answer, CommandLine } from '../command-line';
import { withSubscribers } from '../with-subscribers';

export interface ListOptions {
  readonly company?: string;
}

/** `callbook subscribers ls` */
export async function listSubscribersCommand({ env }: CommandLine, { company }: ListOptions): Promise<Answer> {
  const all = await withSubscribers(env, (subscribers) => subscribers.list());
  const listed = all.filter((one) => company === undefined || one.company === company);
  const away = listed.filter(isAway).map(({ name }) => name);
  const text = listed.length > 0 ? tableOf(listed) : 'There are no subscribers.';
  if (away.length === 0) return { json: { subscribers: listed, away }, text };
  const words = `Events wait, and nobody takes them: ${away.join(', ')}. They are kept ${keptDays.message} days.`;
  return { json: { subscribers: listed, away }, text: `${text}\n${words}`, exitCode: 1 };
}

function isAway({ queues }: Subscriber): boolean {
  return queues.some(({ name, messages, consumers }) => messages > 0 && consumers === 0 && !name.endsWith('.dead'));
}

function tableOf(subscribers: readonly Subscriber[]): string {
  const table = new Table({
    head: ['Name', 'Company', 'Queue', 'Waiting', 'Consumers'],
    style: { head: [], border: [] },
  });
  for (const { name, company, queues } of subscribers) {
    if (queues.length === 0) table.push([name, company, 'none yet', '', '']);
    for (const queue of queues) table.push([name, company, queue.name, queue.messages, queue.consumers]);
  }
  return table.toString();
}
