import { uuidForm } from '@callbook/contracts';
import Table from 'cli-table3';
import { opsDatabase } from '../../config';
import type { EventFilter } from '../../history/event-filter';
import { eventsAfter, eventsWithId, type FoundEvent } from '../../history/find-events.repository';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { momentOf } from '../moment-of';
import { wholeNumber } from '../whole-number';
import { withDatabase } from '../with-database';

export interface EventOptions {
  readonly company?: string;
  readonly type?: string;
  readonly call?: string;
  readonly since?: string;
  readonly until?: string;
}

export interface ShowOptions extends EventOptions {
  readonly limit: string;
}

const mostShown = 10_000;

/** `callbook events show [ID]` */
export async function showEventsCommand(
  { env }: CommandLine,
  id: string | undefined,
  options: ShowOptions,
): Promise<Answer> {
  if (id !== undefined) return showEvent(env, id);
  const filter = filterOf(options);
  if (!filter.call && !filter.since && !filter.until)
    throw new CommandFailure('Which events?', 'Give an id, --call, or --since and --until.', 2);
  const limit = wholeNumber('--limit', options.limit, mostShown);
  const found = await withDatabase(opsDatabase(env), (db) =>
    eventsAfter(db, filter, { after: null, limit: limit + 1 }),
  );
  const [events, more] = [found.slice(0, limit), found.length > limit];
  const next = more ? (events.at(-1)?.time.toISOString() ?? null) : null;
  const rest = next === null ? [] : [`There are more. Go on with --since ${next}, or give a larger --limit.`];
  const text = events.length > 0 ? [eventTable(events), ...rest].join('\n') : 'There are no such events.';
  return { json: { events: events.map(shown), more, next }, text };
}

async function showEvent(env: CommandLine['env'], id: string): Promise<Answer> {
  if (!uuidForm.test(id))
    throw new CommandFailure(`"${id}" is not the id of an event.`, 'Look for it: callbook events show --call ID', 2);
  const [found] = await withDatabase(opsDatabase(env), (db) => eventsWithId(db, id.toLowerCase()));
  if (!found)
    throw new CommandFailure(
      `The history has no event ${id}.`,
      'It may be younger than a moment, or older than HISTORY_RETENTION_DAYS.',
    );
  const { event, erasedAt, receivedAt } = found;
  const text = event
    ? JSON.stringify(event, null, 2)
    : `${found.type} of ${found.company}, ${found.time.toISOString()}: erased with its person on ${erasedAt?.toISOString()}.`;
  return { json: { ...shown(found), receivedAt }, text };
}

/** @throws CommandFailure */
export function filterOf({ since, until, ...others }: EventOptions, now = new Date()): EventFilter {
  return {
    company: others.company,
    type: others.type,
    call: others.call,
    ...(since !== undefined && { since: momentOf('--since', since, now) }),
    ...(until !== undefined && { until: momentOf('--until', until, now) }),
  };
}

export function shown({ id, time, type, company, correlationId, event, erasedAt }: FoundEvent): object {
  return { id, time, type, company, correlationId, erasedAt, event };
}

export function eventTable(events: readonly FoundEvent[]): string {
  const table = new Table({
    head: ['Time (UTC)', 'Event', 'Company', 'Call or chain', 'Id'],
    style: { head: [], border: [] },
  });
  for (const event of events) table.push(cellsOf(event));
  return table.toString();
}

export function cellsOf({
  time,
  type,
  company,
  correlationId,
  id,
}: FoundEvent): [string, string, string, string, string] {
  const moment = time.toISOString().replace('T', ' ').replace('Z', '');
  return [moment, type.replace(/\.v1$/, ''), company, correlationId ?? '(erased)', id];
}
