import { type ConfirmChannel, type ChannelModel, connect } from 'amqplib';
import { declareTopology, eventsExchange, queueName, type Topology } from '@callbook/messaging';
import { type Client, type PoolClient, Pool } from 'pg';
import type { Plan, PlannedStatement } from './plan';

/** Before everything the floor has at the broker. */
export const floorPrefix = 'floor.';

const mostConnections = 60;
/** Nothing here takes nearly as long. */
const timeoutMs = 10_000;

type Row = readonly (string | null)[];

/** As text, as they come: nothing is made of them. */
const asTheyCome = { getTypeParser: () => (value: string) => value };

/** Everything a call waits for at database and broker, done bare in this process, one step after the other. */
export class Floor {
  private constructor(
    private readonly plan: Plan,
    private readonly pool: Pool,
    private readonly broker: ChannelModel,
    private readonly channel: ConfirmChannel,
    private readonly topology: Topology,
  ) {}

  /** @param databaseUrl a database of the floor's own, with the apps' schemas and catalogue */
  static async open(plan: Plan, databaseUrl: string, rabbitmqUrl: string): Promise<Floor> {
    const topology = await declareTopology(rabbitmqUrl, { prefix: floorPrefix });
    // Without delay, or each publish waits 40 ms for an acknowledgement of its first half.
    const broker = await connect(rabbitmqUrl, { noDelay: true });
    const channel = await broker.createConfirmChannel();
    const pool = new Pool({
      connectionString: databaseUrl,
      application_name: 'callbook-floor',
      max: mostConnections,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: timeoutMs,
      statement_timeout: timeoutMs,
    });
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined)); // whoever uses it is told as well
    const floor = new Floor(plan, pool, broker, channel, topology);
    await floor.listen();
    return floor;
  }

  /** Does it once, with ids of its own. @returns how long it took, in milliseconds */
  async once(turn: number): Promise<number> {
    const { plan } = this;
    const words = new Map([...plan.ownWords].map(([word, another]) => [word, another(turn)]));
    const sessions: PoolClient[] = [];
    const firstRows: (Row | undefined)[] = [];
    const perform = async (session: number, { text, values }: PlannedStatement) => {
      const given = values.map((value) => {
        if (value === null || typeof value === 'function') return value && value(words);
        const read = firstRows[value.statement]?.[value.column];
        return read === undefined ? undefined : `${value.before}${read}${value.after}`;
      });
      // Somebody else has what this one would have worked on: two turns that overlap share an outbox, as two calls do.
      const isDone = given.includes(undefined);
      firstRows.push(isDone ? undefined : await ask(sessions[session] as PoolClient, text, given as (string | null)[]));
    };
    const steps = plan.steps.map((step) =>
      step.kind === 'statement'
        ? () => perform(step.session, step.statement)
        : bind(this.publish, step.routingKey(words), Buffer.from(step.body(words))),
    );
    try {
      while (sessions.length < plan.sessions) sessions.push(await this.pool.connect());
      const began = performance.now();
      for (const step of steps) await step();
      const tookMs = performance.now() - began;
      for (const { session, statement } of plan.afterwards) await perform(session, statement);
      for (const session of sessions) session.release();
      return tookMs;
    } catch (error) {
      for (const session of sessions) session.release(true);
      throw error;
    }
  }

  /** Throws away what lies in the queues: nobody takes it. */
  async purge(): Promise<void> {
    for (const { queue } of this.topology.queues) await this.channel.purgeQueue(queueName(floorPrefix, queue));
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.broker.close();
  }

  /** What the gateway hears has no queue but the gateway's own, which keeps nothing. */
  private async listen(): Promise<void> {
    const { queue } = await this.channel.assertQueue('', { exclusive: true, autoDelete: true });
    const heard = new Set(
      this.plan.steps.flatMap((step) => (step.kind === 'publish' ? [step.routingKey(new Map())] : [])),
    );
    const last = [...heard].at(-1);
    if (last) await this.channel.bindQueue(queue, eventsExchange(floorPrefix), last);
    await this.channel.consume(queue, () => undefined, { noAck: true });
  }

  private publish = (routingKey: string, body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const options = { persistent: true, mandatory: true, contentType: 'application/cloudevents+json' };
      this.channel.publish(eventsExchange(floorPrefix), routingKey, body, options, (error: Error | null) =>
        error ? reject(error) : resolve(),
      );
    });
}

const bind = (publish: (key: string, body: Buffer) => Promise<void>, key: string, body: Buffer) => () =>
  publish(key, body);

async function ask(client: PoolClient | Client, text: string, values: (string | null)[]): Promise<Row | undefined> {
  const { rows } = await client.query<(string | null)[]>({
    text,
    values,
    rowMode: 'array',
    types: asTheyCome as never,
  });
  return rows[0];
}
