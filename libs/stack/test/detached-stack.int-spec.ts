import { randomBytes } from 'node:crypto';
import { detachedDown, detachedStatus, detachedUp } from '../src/detached-stack';
import { endOrphans } from '../src/end-run';
import { isAlive } from '../src/process-identity';
import { readRecord } from '../src/run-record';
import { accepts } from '../src/tcp';
import { waitUntil } from '../src/wait-until';
import { givenPort } from './given-port';

/** Under a name of its own: the developer's detached stack is not ours to end. */
const id = `detached-${randomBytes(4).toString('hex')}`;

describe('the detached stack', () => {
  let broker: Awaited<ReturnType<typeof givenPort>>;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    broker = await givenPort();
    env = { STACK: 'private', RABBITMQ_URL: `amqp://127.0.0.1:${broker.port}` };
  });
  afterAll(async () => {
    await detachedDown(id);
    broker.close();
  });

  it('is down before it is up, and "down" says so', async () => {
    expect(detachedStatus(id)).toEqual({ state: 'down' });
    await expect(detachedDown(id)).resolves.toBe(false);
  });

  it('stays up, is found by a second "up", and is no orphan', async () => {
    const stack = await detachedUp({ env, log: () => {} }, id);
    expect(stack).toMatchObject({ postgres: 'private', rabbitmq: 'given', rabbitmqUrl: env.RABBITMQ_URL });
    expect(detachedStatus(id)).toEqual({ state: 'up', stack });
    await expect(detachedUp({ env, log: () => {} }, id)).resolves.toEqual(stack);
    await endOrphans();
    await expect(accepts(databaseOf(stack.databaseUrl))).resolves.toBe(true);
  });

  it('is broken when one of its processes ends, and whole again after another "up"', async () => {
    const { databaseUrl } = await detachedUp({ env, log: () => {} }, id);
    await endPostgres();
    expect(detachedStatus(id)).toMatchObject({ state: 'broken' });
    const stack = await detachedUp({ env, log: () => {} }, id);
    expect(stack.databaseUrl).not.toBe(databaseUrl);
    expect(detachedStatus(id).state).toBe('up');
  });

  it('is gone after "down"', async () => {
    const { databaseUrl } = await detachedUp({ env, log: () => {} }, id);
    await expect(detachedDown(id)).resolves.toBe(true);
    await expect(accepts(databaseOf(databaseUrl))).resolves.toBe(false);
    expect(detachedStatus(id)).toEqual({ state: 'down' });
  });
});

const databaseOf = (url: string) => ({ host: '127.0.0.1', port: Number(new URL(url).port) });

async function endPostgres(): Promise<void> {
  const postgres = readRecord(id)?.processes[0];
  process.kill(postgres?.pid ?? 0, 'SIGQUIT');
  await waitUntil(() => postgres !== undefined && !isAlive(postgres), { timeoutMs: 5_000 });
}
