import { type TestGateway, testGateway } from './support/gateway';
import { aCall, bookAppointment, post, signatureOf } from './support/retell-side';

describe('bad input', () => {
  let gateway: TestGateway;
  let functions: string;
  let calls: string;
  let inbound: string;

  beforeAll(async () => {
    gateway = await testGateway();
    functions = `${gateway.url}/webhooks/retell/salon-lindenhof/functions`;
    calls = `${gateway.url}/webhooks/retell/salon-lindenhof/calls`;
    inbound = `${gateway.url}/webhooks/retell/salon-lindenhof/inbound`;
  });
  afterAll(() => gateway.close());
  afterEach(() => expect(gateway.surroundings.published.splice(0)).toEqual([]));

  const everywhere = ['functions', 'functions/book_appointment', 'calls', 'inbound'];

  describe.each(everywhere)('at …/%s', (path) => {
    const address = (company = 'salon-lindenhof') => `${gateway.url}/webhooks/retell/${company}/${path}`;

    it.each(['salon-unbekannt', 'SALON-LINDENHOF', 'constructor', '%2e%2e'])(
      '404 for the unknown company %s',
      async (slug) => {
        expect((await post(address(slug), bookAppointment())).status).toBe(404);
      },
    );

    it.each<[string, (body: string) => string | undefined]>([
      ['is missing', () => undefined],
      ['is garbage', () => 'v=1,d=2'],
      ['is made with another key', (body) => signatureOf(body, { key: 'key_of_a_stranger' })],
      ['is made with an empty key', (body) => signatureOf(body, { key: '' })],
      ['belongs to another body', () => signatureOf('{}')],
      ['is older than five minutes', (body) => signatureOf(body, { at: Date.now() - 301_000 })],
      ['is from a time to come', (body) => signatureOf(body, { at: Date.now() + 310_000 })],
    ])('401 when the signature %s', async (_, sign) => {
      const body = JSON.stringify(bookAppointment());
      const reply = await post(address(), body, { headers: { 'x-retell-signature': sign(body) } });
      expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_signature', field: 'x-retell-signature' } });
    });

    it('401, not 400, for unsigned garbage: nothing is read before the signature', async () => {
      expect((await post(address(), '{"broken', { headers: { 'x-retell-signature': undefined } })).status).toBe(401);
    });

    it('400 for malformed JSON, telling where it breaks and never what it says', async () => {
      const reply = await post(address(), '{"name": "Jonas Weber", }');
      expect(reply).toMatchObject({ status: 400, body: { error: 'malformed_json', field: '(body)' } });
      expect(reply.body.expected).toContain('position');
      expect(reply.text).not.toContain('Jonas');
    });

    it('400 for an empty body', async () => {
      expect(await post(address(), '')).toMatchObject({ status: 400, body: { error: 'malformed_json' } });
    });

    it('413 over the body limit', async () => {
      const reply = await post(address(), bookAppointment({ notes: 'x'.repeat(2 * 1024 * 1024) }));
      expect(reply).toMatchObject({ status: 413, body: { error: 'body_too_large' } });
    });

    it('415 for another content type', async () => {
      const reply = await post(address(), bookAppointment(), { headers: { 'content-type': 'text/plain' } });
      expect(reply).toMatchObject({ status: 415, body: { error: 'unsupported_media_type', field: 'content-type' } });
    });

    it('404 for another method', async () => {
      expect((await fetch(address())).status).toBe(404);
    });
  });

  it.each<[string, unknown, string]>([
    ['a list', [], '(body)'],
    ['no name', { ...bookAppointment(), name: undefined }, 'name'],
    ['no call', { ...bookAppointment(), call: undefined }, 'call'],
    ['a call without id', bookAppointment({}, aCall({ call_id: undefined })), 'call.call_id'],
    ['a call without agent', bookAppointment({}, aCall({ agent_id: undefined })), 'call.agent_id'],
    ['no arguments', { ...bookAppointment(), args: 'none' }, 'args'],
  ])('400 for a function call with %s, naming the field', async (_, body, field) => {
    expect(await post(functions, body)).toMatchObject({ status: 400, body: { error: 'broken_envelope', field } });
  });

  it.each<[string, unknown, string]>([
    ['without event', { call: aCall() }, 'event'],
    ['without call', { event: 'call_started' }, 'call'],
    ['without call id', { event: 'call_started', call: aCall({ call_id: 7 }) }, 'call.call_id'],
  ])('400 for a call webhook %s, naming the field', async (_, body, field) => {
    expect(await post(calls, body)).toMatchObject({ status: 400, body: { error: 'broken_envelope', field } });
  });

  it.each(['check_availability', 'book_appointment', 'send_flowers'])(
    '400 for arguments at root of %s that are no object',
    async (name) => {
      const reply = await post(`${functions}/${name}`, ['Herrenhaarschnitt']);
      expect(reply).toMatchObject({ status: 400, body: { error: 'broken_envelope', field: '(body)' } });
    },
  );

  it('400 for an inbound webhook without its object', async () => {
    const reply = await post(inbound, { event: 'call_inbound' });
    expect(reply).toMatchObject({ status: 400, body: { field: 'call_inbound' } });
  });

  it('404 when the agent belongs to another company, although the key is the same', async () => {
    const call = aCall({ agent_id: 'agent_praxis' });
    const replies = await Promise.all([
      post(functions, bookAppointment({}, call)),
      post(calls, { event: 'call_started', call }),
      post(calls, { event: 'chat_started', chat: { agent_id: 'agent_praxis' } }),
      post(inbound, { event: 'call_inbound', call_inbound: { agent_id: 'agent_praxis' } }),
    ]);
    for (const reply of replies) expect(reply).toMatchObject({ status: 404, body: { error: 'unknown_agent' } });
  });

  it('404 for an agent nobody knows', async () => {
    expect((await post(functions, bookAppointment({}, aCall({ agent_id: 'agent_unknown' })))).status).toBe(404);
  });

  it('the smallest body over the limit is refused and the largest within is read', async () => {
    const limit = 2 * 1024 * 1024;
    const padded = (bytes: number) => `{"event":"call_cloned","pad":"${'x'.repeat(bytes - 32)}"}`;
    expect(padded(limit)).toHaveLength(limit);
    expect((await post(calls, padded(limit))).status).toBe(204);
    expect((await post(calls, padded(limit + 1))).status).toBe(413);
  });

  it('a key that cannot be found does not shut out the one beside it', async () => {
    // The salon lists two keys, of which RETELL_WEBHOOK_KEY_NEXT is not set.
    expect((await post(inbound, { event: 'call_inbound', call_inbound: {} })).status).toBe(200);
  });

  it('personal data stays out of the metrics', async () => {
    await post(calls, { event: 'Jonas Weber', call: aCall() });
    await post(calls, { event: 'call_cloned', call: aCall() });
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(
      /gateway_webhooks_total{company="salon-lindenhof",event="call_cloned",result="acknowledged"} [1-9]/,
    );
    expect(metrics).toMatch(
      /gateway_webhooks_total{company="salon-lindenhof",event="other",result="acknowledged"} [1-9]/,
    );
    expect(metrics).toMatch(/gateway_refused_requests_total{error="invalid_signature"} [1-9]/);
    expect(metrics).not.toContain('Jonas');
  });
});

describe('too many requests', () => {
  it('are answered 429, health and metrics are not', async () => {
    const gateway = await testGateway({ rateLimitPerMinute: 3 });
    try {
      const address = `${gateway.url}/webhooks/retell/salon-lindenhof/inbound`;
      const statuses: number[] = [];
      for (let request = 0; request < 5; request += 1) {
        statuses.push((await post(address, { event: 'call_inbound', call_inbound: {} })).status);
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect((await post(address, {})).body).toMatchObject({ error: 'too_many_requests' });
      expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    } finally {
      await gateway.close();
    }
  });
});
