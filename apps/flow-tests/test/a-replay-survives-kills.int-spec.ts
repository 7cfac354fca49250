import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Callbook, launch, readyLine, type StartApp } from '@callbook/launcher';
import { type CalcomSandbox, startCalcomSandbox } from '@callbook/sandbox';
import { eventually, killHard, provideStack, type Stack, startProcess } from '@callbook/testing';
import { Client, type QueryResultRow } from 'pg';
import { Bulk } from './replays/bulk';
import { causes } from './replays/causes';
import { Letters } from './replays/letters';

const count = 200;
const patience = { timeoutMs: 90_000 };

/** A stack of its own, whose services can be killed; and apps that are told apart by their process numbers. */
describe('a bulk replay', () => {
  let stack: Stack;
  let calcom: CalcomSandbox;
  let callbook: Callbook;
  let folder: string;
  const ending: (() => Promise<void>)[] = [];

  const start: StartApp = async ({ name, script, env }) => {
    const app = await startProcess({ name, script, env: { ...env }, readyLine, readyTimeoutMs: 30_000 });
    const [line = '{}'] = readyLine.exec(app.logs()) ?? [];
    return { name, pid: app.pid, ready: JSON.parse(line) as Record<string, unknown>, stop: () => app.stop() };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callbook-kills-'));
    ending.push(() => rm(folder, { recursive: true, force: true }));
    stack = await provideStack({ fsync: true });
    ending.push(() => stack.stop());
    calcom = await startCalcomSandbox({ port: 0, randomSeed: 1 });
    ending.push(() => calcom.close());
    callbook = await launch({
      databaseUrl: stack.databaseUrl,
      rabbitmqUrl: stack.rabbitmqUrl,
      calcomUrl: calcom.url,
      start,
      env: { LOG_LEVEL: 'error', RETRY_LADDER: '500ms,1s,2s,5s,10s' /* longer than any outage here */ },
    });
    ending.push(() => callbook.stop());
  }, 120_000);
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  }, 60_000);

  /** On a connection of its own: the database is killed meanwhile. */
  async function rows<Row extends QueryResultRow>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: stack.databaseUrl });
    client.on('error', () => {}); // cut by the kill
    try {
      await client.connect();
      return (await client.query<Row>(sql, params)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  const settled = async (id: string): Promise<number> => {
    const [row] = await rows<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ops.replay_items WHERE replay_id = $1 AND state = 'settled'`,
      [id],
    );
    return row?.count ?? 0;
  };
  const more = (id: string, than: number) =>
    eventually(`more than ${than} to be settled`, async () => (await settled(id).catch(() => 0)) > than, patience);

  /** Ops has felt what was killed, in the middle of its work. */
  const unready = () => {
    const url = String(callbook.apps.findLast(({ name }) => name === 'ops')?.ready.url);
    return eventually('ops to be unready', async () => (await fetch(`${url}/health/ready`)).status === 503, patience);
  };

  it('ends as predicted, each message once in its effect and none lost, while ops, broker and database are killed', async () => {
    const letters = new Letters('', stack);
    const some = { 'impossible, ends before it starts': causes['impossible, ends before it starts'] } as Partial<
      typeof causes
    >;
    const bulk = new Bulk({ callbook, letters, rows, folder, patience }, some, count);
    await bulk.die();
    await bulk.repair();
    const [, hash = ''] = /^Plan ([0-9a-f]{16}) /m.exec(await callbook.operate('dlq', 'plan')) ?? [];
    await callbook.operate('dlq', 'replay', '--plan', hash, '--yes', '--rate', '20', '--no-follow');
    const [{ id }] = (await rows<{ id: string }>('SELECT id FROM ops.replays WHERE starts_with(hash, $1)', [hash])) as [
      { id: string },
    ];

    await more(id, 20);
    const ops = callbook.apps.findLast(({ name }) => name === 'ops');
    await killHard(ops!.pid);
    const atKill = await settled(id);
    await callbook.startApp('ops');
    await more(id, atKill + 20);

    await stack.rabbitmq.faults!.kill();
    await unready();
    const atBrokersDeath = await settled(id);
    await stack.rabbitmq.faults!.start();
    await more(id, atBrokersDeath + 20);

    await stack.postgres.faults!.kill();
    await unready();
    await stack.postgres.faults!.start();
    const afterDatabase = await eventually('the database to answer', () => settled(id).catch(() => 0), patience);
    expect(afterDatabase).toBeLessThan(count);

    await eventually(
      'the replay to end',
      async () => {
        const [replay] = await rows<{ state: string }>('SELECT state FROM ops.replays WHERE id = $1', [id]);
        return replay?.state !== 'running';
      },
      patience,
    );
    const ended = await rows('SELECT state, stop_reason, stop_detail FROM ops.replays WHERE id = $1', [id]);
    expect(ended).toEqual([{ state: 'finished', stop_reason: null, stop_detail: null }]);
    const report = await callbook.operate('dlq', 'replay', '--report', id);
    expect(report).toContain(`${count} messages: ${count} as predicted.`);
    expect(await bulk.stored('resolved')).toBe(count);
    const [effects] = await rows(
      `SELECT (SELECT count(*)::integer FROM records.inbox WHERE replay_id = $1) AS handled,
              (SELECT count(*)::integer FROM records.appointments WHERE recorded_by_message IN
                 (SELECT message_id FROM ops.replay_items WHERE replay_id = $1)) AS appointments,
              (SELECT count(*)::integer FROM records.outbox WHERE (event ->> 'causationid')::uuid IN
                 (SELECT message_id FROM ops.replay_items WHERE replay_id = $1) AND event ->> 'type' = 'appointment.recorded.v1') AS told`,
      [id],
    );
    expect(effects).toEqual({ handled: count, appointments: count, told: count });
  }, 240_000);
});
