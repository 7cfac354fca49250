import { ManualClock, type RetellSandbox, sandboxSeed, startRetellSandbox } from '../src';
import { FakeGateway } from './fake-gateway';

const KEY = 'key_sandbox_retell';
const clock = new ManualClock('2026-11-23T08:00:00.000Z');
let gateway: FakeGateway;
let retell: RetellSandbox;

beforeEach(async () => {
  clock.set('2026-11-23T08:00:00.000Z');
  gateway = await new FakeGateway().start();
  retell = await startRetellSandbox({ port: 0, gatewayUrl: gateway.url, clock });
});
afterEach(async () => {
  await retell.close();
  await gateway.stop();
});

async function call(method: string, path: string, body?: unknown, key: string | null = KEY) {
  const response = await fetch(retell.url + path, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Three calls a minute apart; the second books, the third fails to. */
async function threeCalls(): Promise<string[]> {
  const ids: string[] = [];
  for (const [status, functions] of [
    [204, []],
    [200, [{ name: 'book_appointment', args: {} }]],
    [500, [{ name: 'book_appointment', args: {} }]],
  ] as const) {
    gateway.reply = ({ body }) => ({ status: body.name ? status : 204 });
    ids.push((await retell.playCall({ functions: [...functions] })).callId);
    clock.advance(60_000);
  }
  return ids;
}

const listed = async (body: unknown) =>
  (await call('POST', '/v3/list-calls', body)).body.items.map((item: { call_id: string }) => item.call_id);

it('wants the key of the workspace', async () => {
  const { callId } = await retell.playCall();
  for (const key of [null, 'key_wrong']) {
    expect((await call('GET', `/v2/get-call/${callId}`, undefined, key)).status).toBe(401);
    const { status, body } = await call('POST', '/v3/list-calls', {}, key);
    expect([status, body.status]).toEqual([401, 'error']);
  }
});

it('shows a key the calls of its own workspace only', async () => {
  const [salon, praxis] = sandboxSeed.companies;
  const seed = { ...sandboxSeed, companies: [salon, { ...praxis, retellKey: 'key_praxis' }] };
  await retell.close();
  retell = await startRetellSandbox({ port: 0, gatewayUrl: gateway.url, clock, seed });
  const { callId } = await retell.playCall({ agentId: praxis.agentId });

  expect((await call('GET', `/v2/get-call/${callId}`, undefined, 'key_praxis')).status).toBe(200);
  expect((await call('GET', `/v2/get-call/${callId}`)).status).toBe(404);
  expect(await listed({})).toEqual([]);
});

it('gives the whole call, transcript and analysis included', async () => {
  const { callId } = await retell.playCall();
  const { status, body } = await call('GET', `/v2/get-call/${callId}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    call_id: callId,
    call_status: 'ended',
    transcript: expect.stringContaining('Sandbox'),
    call_analysis: { user_sentiment: 'Positive' },
  });
  expect((await call('GET', '/v2/get-call/call_nowhere')).status).toBe(404);
});

it('lists newest first and without the transcripts', async () => {
  const [first, second, third] = await threeCalls();
  const { body } = await call('POST', '/v3/list-calls', {});

  expect(body.items.map((item: { call_id: string }) => item.call_id)).toEqual([third, second, first]);
  expect(body.has_more).toBe(false);
  for (const item of body.items) {
    expect(Object.keys(item).filter((property) => property.startsWith('transcript'))).toEqual([]);
  }
  expect(await listed({ sort_order: 'ascending' })).toEqual([first, second, third]);
});

it('pages by key or by skip, not by both', async () => {
  const [first, second, third] = await threeCalls();
  const { body } = await call('POST', '/v3/list-calls', { limit: 2, include_total: true });

  expect(body).toMatchObject({ has_more: true, pagination_key: second, total: 3 });
  expect(await listed({ limit: 2, pagination_key: second })).toEqual([first]);
  expect(await listed({ limit: 1, skip: 0 })).toEqual([third]);
  expect((await call('POST', '/v3/list-calls', { pagination_key: second, skip: 1 })).status).toBe(400);
});

it('filters by time, kind, number, agent and tool call', async () => {
  const [first, second, third] = await threeCalls();
  const filtered = (filter_criteria: unknown) => listed({ filter_criteria, sort_order: 'ascending' });

  const secondMinute = Date.parse('2026-11-23T08:01:00Z');
  expect(await filtered({ start_timestamp: { type: 'number', op: 'ge', value: secondMinute } })).toEqual([
    second,
    third,
  ]);
  const range = { type: 'range', op: 'bt', value: [secondMinute, secondMinute + 1] };
  expect(await filtered({ start_timestamp: range })).toEqual([second]);
  expect(await filtered({ direction: { type: 'enum', op: 'in', value: ['outbound'] } })).toEqual([]);
  expect(await filtered({ to_number: { type: 'string', op: 'ew', value: '5670' } })).toHaveLength(3);
  expect(await filtered({ agent: [{ agent_id: 'agent_sandbox_praxis' }] })).toEqual([]);
  expect(await filtered({ tool_calls: [{ name: 'book_appointment' }] })).toEqual([second, third]);
  expect(await filtered({ tool_calls: [{ name: 'book_appointment', success: true }] })).toEqual([second]);
  expect(first).toBeDefined();
  expect((await call('POST', '/v3/list-calls', { filter_criteria: { metadata: [] } })).status).toBe(400);
});

describe('the control API', () => {
  it('places a call and answers with what everybody was answered', async () => {
    gateway.reply = ({ body }) => (body.name ? { status: 200, body: { ok: true } } : { status: 204 });
    const functions = [{ name: 'book_appointment', args: { service: 'Färben' } }];
    const { status, body } = await call('POST', '/sandbox/calls', { functions });

    expect(status).toBe(201);
    expect(body.functions[0].answers[0]).toMatchObject({ status: 200, body: { ok: true } });
    expect((await call('GET', '/sandbox/calls')).body.calls).toHaveLength(1);
    await call('POST', '/sandbox/reset');
    expect((await call('GET', '/sandbox/calls')).body.calls).toEqual([]);
    expect(await listed({})).toEqual([]);
  });

  it('places a call without being told anything', async () => {
    expect((await call('POST', '/sandbox/calls')).status).toBe(201);
  });

  it('refuses what is no call', async () => {
    expect((await call('POST', '/sandbox/calls', { functions: [{ name: 'x' }] })).status).toBe(400);
    const unknown = await call('POST', '/sandbox/calls', { agentId: 'agent_nobody' });
    expect([unknown.status, unknown.body.problem]).toEqual([400, 'The sandbox has no agent agent_nobody']);
  });
});

it('says everywhere that it is a sandbox', async () => {
  for (const path of ['/', '/v2/get-call/x', '/sandbox/calls']) {
    expect((await call('GET', path)).headers.get('x-callbook-sandbox')).toBe('retell');
  }
  expect((await call('GET', '/')).body).toContain('<strong>not Retell</strong>');
  await retell.playCall();
  expect(gateway.received[0].headers['x-callbook-sandbox']).toBe('retell');
});
