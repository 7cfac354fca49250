import { CallAnalyzed, CallEnded, CallStarted } from '@callbook/contracts';
import callAnalyzed from '@callbook/retell/fixtures/call_analyzed.json';
import callEnded from '@callbook/retell/fixtures/call_ended.json';
import callInbound from '@callbook/retell/fixtures/call_inbound.json';
import { NotStored } from '../src/events';
import { type TestGateway, testGateway } from './support/gateway';
import { aCall, post } from './support/retell-side';

describe('call webhooks', () => {
  let gateway: TestGateway;
  let calls: string;

  beforeAll(async () => {
    gateway = await testGateway();
    calls = `${gateway.url}/webhooks/retell/salon-lindenhof/calls`;
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    gateway.surroundings.published.length = 0;
    gateway.surroundings.accept = () => Promise.resolve();
  });

  const ofTheSalon = <T extends { call: object }>(payload: T): T => ({
    ...payload,
    call: { ...payload.call, agent_id: 'agent_salon' },
  });

  it('become events, under the id of the call, and are answered 204 without a body', async () => {
    const call = aCall();
    const replies = [
      await post(calls, { event: 'call_started', call }),
      await post(calls, ofTheSalon(callEnded)),
      await post(calls, ofTheSalon(callAnalyzed)),
    ];
    expect(replies.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([204, '']));
    const { surroundings } = gateway;
    expect(surroundings.ofType(CallStarted)[0]).toMatchObject({
      company: 'salon-lindenhof',
      correlationid: call.call_id,
      data: { call: { retellCallId: call.call_id, customerNumber: '+4915112345678' } },
    });
    expect(surroundings.ofType(CallEnded)[0]?.data.end.costCents).toBe(9.3);
    expect(surroundings.ofType(CallAnalyzed)[0]?.data.analysis.sentiment).toBe('Positive');
  });

  it('are accepted under `data`, as old deliveries were', async () => {
    const call = aCall();
    expect((await post(calls, { event: 'call_started', data: call })).status).toBe(204);
    expect(gateway.surroundings.ofType(CallStarted)[0]?.data.call.retellCallId).toBe(call.call_id);
  });

  it('repeated give the same event id, so that consumers see one', async () => {
    const body = { event: 'call_started', call: aCall() };
    await Promise.all([post(calls, body), post(calls, body)]);
    expect(new Set(gateway.surroundings.published.map(({ id }) => id)).size).toBe(1);
  });

  it('never carry the access token of a web call', async () => {
    const call = aCall({
      call_type: 'web_call',
      from_number: undefined,
      to_number: undefined,
      access_token: 'web-secret',
    });
    expect((await post(calls, { event: 'call_ended', call })).status).toBe(204);
    expect(JSON.stringify(gateway.surroundings.published)).not.toContain('web-secret');
  });

  it.each(['transfer_started', 'transfer_bridged', 'transfer_cancelled', 'transfer_ended', 'transcript_updated'])(
    '%s is acknowledged and not published',
    async (event) => {
      expect((await post(calls, { event, call: aCall() })).status).toBe(204);
      expect(gateway.surroundings.published).toEqual([]);
    },
  );

  it.each(['chat_started', 'chat_analyzed', 'call_cloned'])(
    '%s, which we do not know, is acknowledged',
    async (event) => {
      expect((await post(calls, { event, chat: { agent_id: 'agent_salon' } })).status).toBe(204);
      expect(gateway.surroundings.published).toEqual([]);
    },
  );

  it('are answered 503 when they are safe nowhere, so that Retell sends them again', async () => {
    gateway.surroundings.accept = () => Promise.reject(new NotStored('no broker, no disk'));
    const reply = await post(calls, { event: 'call_started', call: aCall() });
    expect(reply).toMatchObject({ status: 503, body: { error: 'not_stored' } });
  });

  it('are answered only once they are safe', async () => {
    let confirm = () => {};
    const publishing = new Promise<void>((begun) => {
      gateway.surroundings.accept = () => {
        begun();
        return new Promise((resolve) => (confirm = resolve));
      };
    });
    let answered = false;
    const reply = post(calls, { event: 'call_started', call: aCall() }).finally(() => (answered = true));
    await publishing;
    await post(calls, { event: 'call_cloned' }); // time enough for an answer that does not wait
    expect(answered).toBe(false);
    confirm();
    expect((await reply).status).toBe(204);
  });
});

describe('the inbound webhook', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await testGateway()));
  afterAll(() => gateway.close());

  it.each([
    ['with an agent', { ...callInbound, call_inbound: { ...callInbound.call_inbound, agent_id: 'agent_salon' } }],
    ['without one', { event: 'call_inbound', call_inbound: { from_number: 'anonymous', to_number: '+493012345670' } }],
  ])('%s leaves the call as configured', async (_, body) => {
    const reply = await post(`${gateway.url}/webhooks/retell/salon-lindenhof/inbound`, body);
    expect(reply).toMatchObject({ status: 200, body: { call_inbound: {} } });
  });

  it('of an event we do not know is acknowledged', async () => {
    const reply = await post(`${gateway.url}/webhooks/retell/salon-lindenhof/inbound`, { event: 'sms_inbound' });
    expect(reply.status).toBe(204);
  });
});
