import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type PlayedCall } from '@callbook/sandbox';

/** The built process, as it is shipped: run `tsc -b apps/sandbox` first. */
const MAIN = join(__dirname, '..', 'dist', 'main.js');

let child: ChildProcess;
let stderr: string;

function start(env: Record<string, string>): ChildProcess {
  stderr = '';
  child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  return child;
}

async function firstLine(): Promise<Record<string, unknown>> {
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await once(lines, 'line')) as [string];
  return JSON.parse(line);
}

async function logged(text: string): Promise<void> {
  while (!stderr.includes(text)) await once(child.stderr!, 'data');
}

const anyPort = { SANDBOX_CALCOM_PORT: '0', SANDBOX_RETELL_PORT: '0' };

afterEach(() => child.kill('SIGKILL'));

it('says in one line that it is ready and where, and both counterparts answer there', async () => {
  start(anyPort);
  const ready = await firstLine();

  expect(ready).toEqual({
    ready: true,
    calcom: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    retell: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  for (const simulated of ['calcom', 'retell']) {
    const response = await fetch(ready[simulated] as string);
    expect(response.headers.get('x-callbook-sandbox')).toBe(simulated);
  }
});

it('places a call against the gateway it was given and reports that nobody answered', async () => {
  start({ ...anyPort, GATEWAY_URL: 'http://127.0.0.1:1/' });
  const { retell } = await firstLine();
  const body = JSON.stringify({ functions: [{ name: 'book_appointment', args: {} }], events: [] });
  const headers = { 'content-type': 'application/json' };
  const call = (await (await fetch(`${retell}/sandbox/calls`, { method: 'POST', headers, body })).json()) as PlayedCall;

  expect(call.functions[0].answers[0].status).toBeNull();
  expect(call.functions[0].request.path).toBe('/webhooks/retell/salon-lindenhof/functions');
});

it('has other ids in every run, unless the random seed is given', async () => {
  const uidOf = async (env: Record<string, string>) => {
    start({ ...anyPort, ...env });
    const { retell } = await firstLine();
    const played = await fetch(`${retell}/sandbox/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"events":[]}',
    });
    child.kill('SIGKILL');
    return ((await played.json()) as PlayedCall).callId;
  };
  expect(await uidOf({})).not.toBe(await uidOf({}));
  expect(await uidOf({ SANDBOX_RANDOM_SEED: '7' })).toBe(await uidOf({ SANDBOX_RANDOM_SEED: '7' }));
});

it('tells each company of its own bookings where the webhook address has :company in it', async () => {
  start({ ...anyPort, SANDBOX_WEBHOOK_URL: 'http://127.0.0.1:1/webhooks/calcom/:company' });
  const { calcom } = await firstLine();
  const { webhooks } = (await (await fetch(`${calcom}/sandbox/webhooks`)).json()) as { webhooks: object[] };
  expect(webhooks).toMatchObject([
    { subscriberUrl: 'http://127.0.0.1:1/webhooks/calcom/salon-lindenhof', signed: true },
    { subscriberUrl: 'http://127.0.0.1:1/webhooks/calcom/praxis-am-markt', signed: true },
  ]);
});

it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s, open requests included', async (signal) => {
  start(anyPort);
  const { calcom } = await firstLine();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ effect: { kind: 'silence', at: 'arrived' } });
  await fetch(`${calcom}/sandbox/faults`, { method: 'POST', headers, body });
  const unanswered = fetch(`${calcom}/v2/me`).catch((error: Error) => error.message);

  await logged('"message":"GET /v2/me"');

  const exited = once(child, 'exit');
  child.kill(signal);
  expect(await exited).toEqual([0, null]);
  expect(await unanswered).toBe('fetch failed');
});

it('names every problem of its settings and does not start', async () => {
  start({ SANDBOX_CALCOM_PORT: 'x', SANDBOX_RATE_LIMIT: '0', GATEWAY_URL: 'gateway' });
  const [code] = await once(child, 'close');

  expect(code).toBe(1);
  for (const name of ['SANDBOX_CALCOM_PORT', 'SANDBOX_RATE_LIMIT', 'GATEWAY_URL']) expect(stderr).toContain(name);
});
