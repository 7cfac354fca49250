import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManualClock, type RetellSandbox, signRetell, startRetellSandbox } from '../src';
import { FakeGateway } from './fake-gateway';

const KEY = 'key_sandbox_retell';
const START = '2026-11-23T08:00:00.000Z';
const book = {
  name: 'book_appointment',
  args: { service: 'Herrenhaarschnitt', start: '2026-11-24T10:00:00+01:00', attendee_name: 'Erika Muster' },
};

const clock = new ManualClock(START);
let gateway: FakeGateway;
let retell: RetellSandbox;

beforeEach(async () => {
  gateway = await new FakeGateway().start();
  retell = await startRetellSandbox({ port: 0, gatewayUrl: gateway.url, clock });
});
afterEach(async () => {
  await retell.close();
  await gateway.stop();
});

/** Puts a setting over the control API, as another process would; gives the HTTP status. */
async function control(path: string, body: unknown): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(retell.url + path, { method: 'PUT', headers, body: JSON.stringify(body) })).status;
}

const paths = () => gateway.received.map(({ path }) => path);
const events = () => gateway.received.map(({ body }) => body.event ?? body.name);
const example = (name: string) => JSON.parse(readFileSync(join(__dirname, 'retell-payloads', `${name}.json`), 'utf8'));

describe('a played call', () => {
  it('is told as start, functions, end and analysis, in this order and to these addresses', async () => {
    gateway.reply = ({ body }) => (body.name ? { status: 200, body: { ok: true, say: 'Gebucht.' } } : { status: 204 });
    const played = await retell.playCall({ functions: [{ name: 'check_availability', args: {} }, book] });

    expect(events()).toEqual(['call_started', 'check_availability', 'book_appointment', 'call_ended', 'call_analyzed']);
    const calls = '/webhooks/retell/salon-lindenhof/calls';
    const functions = '/webhooks/retell/salon-lindenhof/functions';
    expect(paths()).toEqual([calls, functions, functions, calls, calls]);
    expect(new Set(gateway.received.map(({ body }) => body.call.call_id))).toEqual(new Set([played.callId]));
    expect(played.functions[1].answers).toEqual([
      { status: 200, body: { ok: true, say: 'Gebucht.' }, millis: expect.any(Number) },
    ]);
    expect(played.webhooks.map(({ answers }) => answers[0].status)).toEqual([204, 204, 204]);
  });

  it('signs the exact bytes with the key and the time of the clock', async () => {
    await retell.playCall({ functions: [book] });
    for (const { raw, headers } of gateway.received) {
      expect(headers['x-retell-signature']).toBe(signRetell(raw, KEY, clock.now().getTime()));
    }
  });

  it('ends the live transcript of a function call in this very invocation', async () => {
    const { functions } = await retell.playCall({ functions: [book, book] });
    const [first, second] = gateway.received.filter(({ body }) => body.name).map(({ body }) => body);

    expect(Object.keys(first)).toEqual(['name', 'call', 'args']);
    expect(first.call.transcript_with_tool_calls.at(-1)).toMatchObject({
      role: 'tool_call_invocation',
      tool_call_id: functions[0].toolCallId,
      name: 'book_appointment',
      arguments: JSON.stringify(book.args),
    });
    expect(second.call.transcript_with_tool_calls.at(-1).tool_call_id).toBe(functions[1].toolCallId);
    expect(functions[1].toolCallId).not.toBe(functions[0].toolCallId);
  });

  it('writes answer and spoken sentence into the conversation that follows', async () => {
    gateway.reply = ({ body }) =>
      body.name ? { status: 200, body: { ok: false, say: 'Leider belegt.' } } : { status: 204 };
    await retell.playCall({ functions: [book] });

    const ended = gateway.received.find(({ body }) => body.event === 'call_ended')?.body.call;
    expect(ended.transcript_with_tool_calls.at(-2)).toMatchObject({
      role: 'tool_call_result',
      // The HTTP status alone decides; that the answer says "no" does not count.
      successful: true,
      content: JSON.stringify({ ok: false, say: 'Leider belegt.' }),
    });
    expect(ended.transcript).toMatch(/Agent: Leider belegt\.\n$/);
  });

  it('lets the agent say "not confirmed yet" when the tool fails', async () => {
    gateway.reply = ({ body }) => ({ status: body.name ? 503 : 204 });
    const { functions } = await retell.playCall({ functions: [book] });

    expect(functions[0].answers[0].status).toBe(503);
    const { transcript_with_tool_calls: entries } = gateway.received.at(-1)?.body.call;
    expect(entries.at(-2)).toMatchObject({
      successful: false,
      content: expect.stringContaining('response status: 503'),
    });
    expect(entries.at(-1).content).toContain('noch nicht bestätigt');
  });

  it.each(['call_started', 'call_ended', 'call_analyzed'])('has the properties of the example of %s', async (event) => {
    await retell.playCall({ functions: [book], metadata: { tenant: 'x' }, dynamicVariables: { caller_known: 'true' } });
    const sent = gateway.received.find(({ body }) => body.event === event)?.body;

    const documented = Object.keys(example(event).call);
    expect(documented).toEqual(expect.arrayContaining(Object.keys(sent.call)));
    const left = documented.filter((property) => !(property in sent.call));
    // Measurements and storage settings that nobody downstream reads.
    const unread = ['latency', 'llm_token_usage', 'collected_dynamic_variables'];
    expect([...unread, 'opt_out_sensitive_data_storage', 'recording_multi_channel_url']).toEqual(
      expect.arrayContaining(left),
    );
  });

  it('has the properties of the example of a function call', async () => {
    await retell.playCall({ functions: [book], metadata: {}, dynamicVariables: { caller_known: 'true' } });
    const sent = gateway.received.find(({ body }) => body.name)?.body;
    const { latency: _latency, ...documented } = example('function-book_appointment').call;
    expect(Object.keys(sent.call).sort()).toEqual(Object.keys(documented).sort());
  });
});

describe('unusual calls', () => {
  it('repeat a function call with identical signed bytes, in parallel, over all gateways', async () => {
    const second = await new FakeGateway().start();
    const both = await startRetellSandbox({ port: 0, gatewayUrl: [gateway.url, second.url], clock });
    let concurrent = 0;
    for (const one of [gateway, second]) one.reply = () => ({ status: 200, body: { seen: ++concurrent } });

    const { functions } = await both.playCall({ functions: [{ ...book, times: 10 }], events: [] });

    expect(functions[0].answers).toHaveLength(10);
    expect([gateway.received.length, second.received.length]).toEqual([5, 5]);
    const copies = [...gateway.received, ...second.received].map(
      ({ raw, headers }) => raw + headers['x-retell-signature'],
    );
    expect(new Set(copies).size).toBe(1);
    await both.close();
    await second.stop();
  });

  it('can send the same bytes again later', async () => {
    const { functions } = await retell.playCall({ functions: [book], events: [] });
    clock.advance(60_000);
    await retell.resend(functions[0].request);

    const [first, again] = gateway.received;
    expect(again).toEqual({
      ...first,
      headers: expect.objectContaining({ 'x-retell-signature': first.headers['x-retell-signature'] }),
    });
    clock.set(START);
  });

  it('come from a withheld number', async () => {
    await retell.playCall({ from: 'anonymous' });
    expect(gateway.received[0].body.call).toMatchObject({ from_number: 'anonymous', direction: 'inbound' });
  });

  it('go out: then the customer is the one called', async () => {
    await retell.playCall({ direction: 'outbound', to: '+4915187654321' });
    expect(gateway.received[0].body.call).toMatchObject({
      from_number: '+493012345670',
      to_number: '+4915187654321',
      direction: 'outbound',
    });
  });

  it('come over the web: no numbers, no direction, but a secret token', async () => {
    await retell.playCall({ callType: 'web_call' });
    const { call } = gateway.received[0].body;
    expect(call).toMatchObject({ call_type: 'web_call', access_token: expect.stringContaining('sandbox') });
    for (const property of ['from_number', 'to_number', 'direction']) expect(call).not.toHaveProperty(property);
  });

  it('end without having started, or are never reported at all', async () => {
    await retell.playCall({ events: ['call_ended'] });
    expect(events()).toEqual(['call_ended']);
    const { callId } = await retell.playCall({ events: [] });
    expect(gateway.received).toHaveLength(1);
    expect(retell.world.find(callId, KEY)).toMatchObject({ call_status: 'ended', call_analysis: expect.anything() });
  });

  it('have no transcript', async () => {
    await retell.playCall({ transcript: false, functions: [book] });
    for (const { body } of gateway.received) {
      expect(Object.keys(body.call).filter((property) => property.includes('transcript'))).toEqual([]);
    }
  });

  it('send the arguments alone, without a call', async () => {
    await retell.playCall({ functions: [{ ...book, argsAtRoot: true }], events: [] });
    expect(paths()).toEqual(['/webhooks/retell/salon-lindenhof/functions/book_appointment']);
    expect(gateway.received[0].body).toEqual(book.args);
  });

  it('reach the wrong company, or are signed by a stranger', async () => {
    await retell.playCall({ agentId: 'agent_sandbox_praxis', company: 'salon-lindenhof', key: 'key_stranger' });
    const [{ path, body, raw, headers }] = gateway.received;
    expect(path).toContain('/salon-lindenhof/');
    expect(body.call.agent_id).toBe('agent_sandbox_praxis');
    expect(headers['x-retell-signature']).toBe(signRetell(raw, 'key_stranger', clock.now().getTime()));
  });
});

describe('many calls', () => {
  it('are played at the same time, each by another customer', async () => {
    gateway.reply = ({ body }) => (body.name ? { status: 200, body: { ok: true } } : { status: 204 });
    const script = { ownNumber: true, functions: [book] };
    const played = await Promise.all(Array.from({ length: 100 }, () => retell.playCall(script)));

    expect(gateway.received).toHaveLength(400);
    expect(new Set(played.map(({ callId }) => callId)).size).toBe(100);
    const numbers = new Set(gateway.received.map(({ body }) => body.call.from_number as string));
    expect(numbers.size).toBe(100);
    for (const number of numbers) expect(number).toMatch(/^\+49151\d{8}$/);
    for (const { callId } of played) expect(retell.world.find(callId, KEY)).toMatchObject({ call_status: 'ended' });
  });

  it('go out to another number each', async () => {
    for (let call = 0; call < 2; call++)
      await retell.playCall({ ownNumber: true, direction: 'outbound', events: ['call_started'] });
    const [first, second] = gateway.received.map(({ body }) => body.call);
    expect([first.from_number, second.from_number]).toEqual(['+493012345670', '+493012345670']);
    expect(first.to_number).not.toBe(second.to_number);
  });
});

describe('the inbound webhook', () => {
  it('comes first, and its metadata and variables are echoed on everything that follows', async () => {
    const call_inbound = { metadata: { tenant: 'salon' }, dynamic_variables: { caller_name: 'Erika' } };
    gateway.reply = ({ body }) =>
      body.event === 'call_inbound' ? { status: 200, body: { call_inbound } } : { status: 204 };
    const { inbound } = await retell.playCall({ inbound: true, functions: [book] });

    expect(inbound?.status).toBe(200);
    expect(paths()[0]).toBe('/webhooks/retell/salon-lindenhof/inbound');
    expect(Object.keys(gateway.received[0].body.call_inbound)).toEqual(
      expect.arrayContaining(['agent_id', 'from_number', 'to_number']),
    );
    for (const { body } of gateway.received.slice(1)) {
      expect(body.call).toMatchObject({
        metadata: { tenant: 'salon' },
        retell_llm_dynamic_variables: { caller_name: 'Erika' },
      });
    }
  });

  it('sets nothing at all when one variable is not a text', async () => {
    const call_inbound = { metadata: { tenant: 'salon' }, dynamic_variables: { visits: 3 } };
    gateway.reply = ({ body }) =>
      body.event === 'call_inbound' ? { status: 200, body: { call_inbound } } : { status: 204 };
    await retell.playCall({ inbound: true });
    expect(gateway.received[1].body.call).not.toHaveProperty('metadata');
  });
});

describe('webhooks', () => {
  it('are tried up to three times more until somebody says 2xx', async () => {
    let attempts = 0;
    gateway.reply = () => ({ status: ++attempts < 3 ? 500 : 204 });
    const { webhooks } = await retell.playCall({ events: ['call_started'] });
    expect(webhooks[0].answers.map(({ status }) => status)).toEqual([500, 500, 204]);
  });

  it('are given up after the fourth try, and the call goes on', async () => {
    gateway.reply = () => ({ status: 500 });
    const { webhooks } = await retell.playCall();
    expect(webhooks.map(({ answers }) => answers.length)).toEqual([4, 4, 4]);
  });

  it('are tried again after the pause that was set, so that a gateway may be away for a while', async () => {
    await control('/sandbox/webhook-retries', { times: 50, pauseMs: 20 });
    const { url } = gateway;
    await gateway.stop();
    const call = retell.openCall({ functions: [book] });
    const playing = call.play();
    while (call.played.functions.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await gateway.start(Number(new URL(url).port));
    const { webhooks, functions } = await playing;

    expect(functions[0].answers[0].status).toBeNull();
    expect(webhooks.map(({ answers }) => answers.at(-1)?.status)).toEqual([204, 204, 204]);
    expect(events().sort()).toEqual(['call_analyzed', 'call_ended', 'call_started']);
  });

  it('that fail hold back neither the functions nor the next ones', async () => {
    retell.retryWebhooks({ times: 1, pauseMs: 50 });
    let failed = false;
    gateway.reply = ({ body }) => {
      if (failed || body.event !== 'call_started') return { status: 204 };
      failed = true;
      return { status: 500 };
    };
    await retell.playCall({ functions: [book] });
    expect(events()).toEqual(['call_started', 'book_appointment', 'call_ended', 'call_analyzed', 'call_started']);
  });

  it.each([[{}], [{ times: 3 }], [{ times: -1, pauseMs: 0 }], [undefined]])('know no retries like %j', async (body) => {
    expect(await control('/sandbox/webhook-retries', body)).toBe(400);
  });

  it('and functions report an unreachable gateway instead of failing', async () => {
    const alone = await startRetellSandbox({ port: 0, gatewayUrl: 'http://127.0.0.1:1', clock });
    const { functions } = await alone.playCall({ functions: [book], events: [] });
    expect(functions[0].answers[0].status).toBeNull();
    await alone.close();
  });
});
