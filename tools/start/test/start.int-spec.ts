import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  eventually,
  startProcess,
  type StartedProcess,
  testDatabase,
  type TestDatabase,
  testVhost,
  type TestVhost,
} from '@callbook/testing';

const run = promisify(execFile);
const call = (...args: string[]) => run(process.execPath, ['tools/start/dist/call.js', ...args]);

/** Of the app that this process has started. */
async function pidOf(app: string, parent: number): Promise<number> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const row = stdout
    .split('\n')
    .find((line) => line.includes(`apps/${app}/`) && line.trim().split(/ +/)[1] === `${parent}`);
  if (!row) throw new Error(`${app} is not running`);
  return Number(row.trim().split(/ +/)[0]);
}

describe('npm start', () => {
  let database: TestDatabase;
  let broker: TestVhost;
  let started: StartedProcess;

  beforeAll(async () => {
    database = await testDatabase();
    broker = await testVhost();
    started = await startProcess({
      name: 'npm start',
      script: 'tools/start/dist/main.js',
      args: ['--free-ports'],
      env: { DATABASE_URL: database.url, RABBITMQ_URL: broker.url },
      readyLine: /What happens from now on/,
      readyTimeoutMs: 60_000,
    });
  }, 90_000);

  afterAll(async () => {
    await started?.stop();
    await broker?.close();
    await database?.close();
  });

  it('places a call and shows that call and appointment point at each other', () => {
    expect(started.logs()).toContain('Links             call -> appointment: true, appointment -> call: true');
  });

  it('shows what passes, without the caller', () => {
    const [, view = ''] = started.logs().split('message\n');
    const events = view
      .split('\n\n')[0]
      ?.split('\n')
      .map((line) => line.split(/ +/)[1]);
    expect(events).toEqual(expect.arrayContaining(['booking.requested', 'booking.created', 'appointment.recorded']));
    expect(view.split('\n\n')[0]).not.toMatch(/Jonas|Weber|4915112345678/);
  });

  it('takes a call from another terminal, and shows its events', async () => {
    const { stdout } = await call('--json', '--service', 'Damenhaarschnitt');
    const { callId, answer, links } = JSON.parse(stdout);
    expect({ status: answer.status, links }).toEqual({ status: 'booked', links: { forward: true, backward: true } });
    await eventually('the live view of that call', () =>
      new RegExp(`appointment.recorded .* ${callId.slice(-6)} `).test(started.logs()),
    );
  });

  it('shows no password of a database or broker that was given', () => {
    const { password } = new URL(broker.url);
    expect(password).not.toBe('');
    expect(started.logs()).not.toContain(`:${password}@`);
  });

  it('starts an app again that was killed', async () => {
    process.kill(await pidOf('records', started.pid), 'SIGKILL');
    await eventually('records again', () => started.logs().includes('records runs again'), { timeoutMs: 20_000 });
  }, 30_000);

  it('stops everything at one Ctrl-C, and a second one does no harm', async () => {
    const gateway = /Gateway +(\S+)/.exec(started.logs())?.[1];
    expect((await fetch(`${gateway}/health/live`)).status).toBe(200);
    const ended = started.kill('SIGINT');
    await started.kill('SIGINT');
    expect(await ended).toEqual({ code: 0, signal: null });
    await expect(fetch(`${gateway}/health/live`)).rejects.toThrow();
    expect(started.logs()).toContain('everything is stopped');
  }, 30_000);
});
