import { deadQueueName, parseLadder, rungName, topologyOf } from '@callbook/messaging';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { type Arena, ladder } from './arena';

/** What is still going on, for people; empty when nothing is. */
export type Unrest = readonly string[];

/** Two replicas of each, and one ops. */
const appsInAll = 7;
/** Messages that wait in a queue, or on a rung, while calls come in steadily: a repeated request waits for the first one's POST. */
const ordinaryDepth = 10;

/** The last fault is over: everything works again and what had piled up is worked off, though calls still come in. */
export async function afterFault(arena: Arena): Promise<Unrest> {
  const [apps, queues, rows, spool] = await look(arena);
  return [
    ...apps,
    ...deeperThan(ordinaryDepth, queues),
    ...(rows.oldestUnsent > 3 ? [`an unsent event is ${rows.oldestUnsent} s old`] : []),
    ...spool,
  ];
}

/** Nothing is left to do anywhere. */
export async function atTheEnd(arena: Arena): Promise<Unrest> {
  const [apps, queues, rows, spool] = await look(arena);
  return [
    ...apps,
    ...deeperThan(0, queues),
    ...(rows.unsent > 0 ? [`${rows.unsent} unsent events`] : []),
    ...(rows.openAttempts > 0 ? [`${rows.openAttempts} open attempts`] : []),
    ...(rows.lastLooks > 0 ? [`${rows.lastLooks} last looks at attempts owed`] : []),
    ...(rows.owedLooks > 0 ? [`${rows.owedLooks} looks at the calendar owed`] : []),
    ...spool,
  ];
}

function look(arena: Arena) {
  return Promise.all([unready(arena), depths(arena), owed(arena), spooled(arena)]);
}

async function unready(arena: Arena): Promise<string[]> {
  const living = arena.living();
  const missing = living.length < appsInAll ? [`${appsInAll - living.length} replicas missing`] : [];
  const states = living.map(async ({ name, ready }) => {
    const { ok } = await fetch(`${String(ready.url)}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
      () => ({ ok: false }),
    );
    return ok ? [] : [`${name} is not ready`];
  });
  return [...missing, ...(await Promise.all(states)).flat()];
}

interface Depth {
  readonly queue: string;
  readonly depth: number;
}

function deeperThan(limit: number, queues: readonly Depth[]): string[] {
  return queues.filter(({ depth }) => depth > limit).map(({ queue, depth }) => `${depth} in ${queue}`);
}

async function depths({ stack }: Arena): Promise<Depth[]> {
  const topology = topologyOf({ ladder: parseLadder(ladder) });
  const connection = await connect(stack.rabbitmqUrl, { timeout: 3_000 });
  try {
    const channel = await connection.createChannel();
    const depthOf = async (queue: string) => ({ queue, depth: (await channel.checkQueue(queue)).messageCount });
    const queues = [
      ...topology.queues.map(({ queue }) => queue),
      ...topology.ladder.map((ms) => `callbook.retry.${rungName(ms)}`),
    ];
    return await Promise.all(queues.map(depthOf));
  } finally {
    await connection.close();
  }
}

export interface DeadLetters {
  readonly queue: string;
  readonly count: number;
}

/** Those that ops has stored, and those that it has not yet. */
export async function deadLetters({ stack }: Arena): Promise<DeadLetters[]> {
  const stored = await storedLetters(stack.databaseUrl);
  const connection = await connect(stack.rabbitmqUrl);
  try {
    const channel = await connection.createChannel();
    const found: DeadLetters[] = [];
    for (const { queue } of topologyOf().queues) {
      const dead = deadQueueName('', queue);
      const { messageCount } = await channel.checkQueue(dead);
      if (messageCount > 0) found.push({ queue: dead, count: messageCount });
    }
    return [...stored, ...found];
  } finally {
    await connection.close();
  }
}

async function storedLetters(databaseUrl: string): Promise<DeadLetters[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const stored = 'SELECT queue, count(*)::integer AS count FROM ops.dead_letters GROUP BY queue ORDER BY queue';
    return (await client.query<DeadLetters>(stored)).rows;
  } finally {
    await client.end();
  }
}

interface Owed {
  readonly unsent: number;
  readonly oldestUnsent: number;
  readonly openAttempts: number;
  /** At what is settled, for a booking that nobody knows of. */
  readonly lastLooks: number;
  readonly owedLooks: number;
}

async function owed({ stack }: Arena): Promise<Owed> {
  const client = new Client({ connectionString: stack.databaseUrl, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Owed>(`
      WITH unsent AS (
        SELECT created_at FROM booking.outbox WHERE sent_at IS NULL
        UNION ALL SELECT created_at FROM records.outbox WHERE sent_at IS NULL)
      SELECT (SELECT count(*)::integer FROM unsent) AS "unsent",
             (SELECT coalesce(round(extract(epoch FROM now() - min(created_at))), 0)::integer FROM unsent) AS "oldestUnsent",
             (SELECT count(*)::integer FROM booking.attempts WHERE settled_at IS NULL) AS "openAttempts",
             (SELECT count(*)::integer FROM booking.attempts WHERE settled_at IS NOT NULL AND due_at IS NOT NULL) AS "lastLooks",
             (SELECT count(*)::integer FROM booking.hints) AS "owedLooks"`);
    const [found] = rows;
    if (!found) throw new Error('the database answered nothing');
    return found;
  } finally {
    await client.end();
  }
}

/** Events on the disks of the gateways. */
async function spooled(arena: Arena): Promise<string[]> {
  const counts = arena.living('webhook-gateway').map(async ({ ready }) => {
    const answer = await fetch(`${String(ready.url)}/metrics`, { signal: AbortSignal.timeout(3_000) });
    const [, waiting = '0'] =
      /^callbook_gateway_spool_events\{state="waiting"\} (\d+)/m.exec(await answer.text()) ?? [];
    return Number(waiting);
  });
  const sum = (await Promise.all(counts)).reduce((all, one) => all + one, 0);
  return sum > 0 ? [`${sum} events in spools`] : [];
}
