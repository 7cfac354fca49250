import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { endOrphans, endRun } from '../src/end-run';
import { pidNamespace, processWithPid } from '../src/process-identity';
import { waitUntil } from '../src/wait-until';
import { givenPort } from './given-port';
import { commandsWith } from './processes';

const provider = `
  const { Run } = require('${resolve(__dirname, '../dist/run.js')}');
  const { startServices } = require('${resolve(__dirname, '../dist/provide-stack.js')}');
  const { endOnSignals, endWithProcess } = require('${resolve(__dirname, '../dist/end-with-process.js')}');
  const run = new Run();
  endWithProcess(run);
  endOnSignals(run);
  startServices(run, { env: JSON.parse(process.env.STACK_ENV), log: () => {} }).then(() => console.log(run.directory));
  process.stdin.resume();
`;

/** A process that has a stack, and the folder of its run, which is in the command lines of its services. */
async function parentOf(env: NodeJS.ProcessEnv): Promise<{ parent: ChildProcess; directory: string }> {
  const parent = spawn(process.execPath, ['-e', provider], {
    env: { ...process.env, STACK_ENV: JSON.stringify(env) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent, directory: line.toString().trim() };
}

async function end(parent: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  const closed = once(parent, 'close');
  if (signal) parent.kill(signal);
  else parent.stdin?.end();
  return ((await closed) as [number | null])[0];
}

describe('when the process that has a stack ends', () => {
  let broker: Awaited<ReturnType<typeof givenPort>>;
  let postgresOnly: NodeJS.ProcessEnv;

  beforeAll(async () => {
    broker = await givenPort();
    postgresOnly = { STACK: 'private', RABBITMQ_URL: `amqp://127.0.0.1:${broker.port}` };
  });
  afterAll(() => broker.close());

  it('by kill -9, the next one ends what it left: processes, data, record', async () => {
    const { parent, directory } = await parentOf({ STACK: 'private' });
    expect(commandsWith(directory).length).toBeGreaterThanOrEqual(2); // PostgreSQL and RabbitMQ at least
    await end(parent, 'SIGKILL');

    await endOrphans();
    // A stack that starts in another process may have been faster, and still be at it.
    await waitUntil(() => !existsSync(`${directory}.json`), { timeoutMs: 10_000 });
    expect(commandsWith(directory)).toEqual([]);
    expect(existsSync(directory)).toBe(false);
    expect(existsSync(`${directory}.json`)).toBe(false);
  }, 60_000);

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s, it ends the stack first and exits with %i', async (signal, code) => {
    const { parent, directory } = await parentOf(postgresOnly);
    expect(commandsWith(directory)).not.toEqual([]);
    await expect(end(parent, signal)).resolves.toBe(code);
    expect(commandsWith(directory)).toEqual([]);
    expect(existsSync(directory)).toBe(false);
  });

  it('by itself without stopping it, the stack ends too', async () => {
    const { parent, directory } = await parentOf(postgresOnly);
    await expect(end(parent)).resolves.toBe(0);
    // They were signalled, but nobody could wait for them.
    await waitUntil(() => commandsWith(directory).length === 0, { timeoutMs: 5_000 });
    expect(commandsWith(directory)).toEqual([]);
    expect(existsSync(`${directory}.json`)).toBe(false);
  });

  it('and its number goes to a stranger, the stranger is left alone', async () => {
    const stranger = spawn('sleep', ['60'], { detached: true });
    const pid = stranger.pid ?? 0;
    const remembered = { pid, started: 'before the stranger', name: 'PostgreSQL', endSignal: 'SIGKILL' } as const;
    await endRun({
      id: 'run-of-the-spec',
      pidNamespace: pidNamespace(),
      processes: [remembered],
      containers: [],
      directories: [],
    });
    expect(processWithPid(pid)).toBeDefined();

    const itself = { ...remembered, started: processWithPid(pid)?.started ?? '' };
    await endRun({
      id: 'run-of-the-spec',
      pidNamespace: pidNamespace(),
      processes: [itself],
      containers: [],
      directories: [],
    });
    expect(processWithPid(pid)).toBeUndefined();
  });
});
