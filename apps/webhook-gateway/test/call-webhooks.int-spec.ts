import { CallAnalyzed, CallEnded, CallStarted, derivedId, type KnownCustomer } from '@callbook/contracts';
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
  beforeEach(() => gateway.surroundings.reset());

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

  beforeEach(() => gateway.surroundings.reset());
  const ring = (change: object, company = 'salon-lindenhof') =>
    post(`${gateway.url}/webhooks/retell/${company}/inbound`, {
      ...callInbound,
      call_inbound: { agent_id: 'agent_salon', from_number: '+4915112345678', to_number: '+493012345670', ...change },
    });
  const jonas = { customerId: derivedId('test', 'jonas'), name: 'Jonas Weber', hasUpcomingAppointments: true };

  it('tells the agent the first name, the day and the time, as texts, and no appointments', async () => {
    gateway.surroundings.customer = () => jonas;
    const reply = await ring({});
    expect(reply).toMatchObject({
      status: 200,
      body: {
        call_inbound: {
          dynamic_variables: {
            caller_first_name: 'Jonas',
            company_name: 'Salon Lindenhof',
            local_date: expect.stringMatching(/^\p{Letter}+, der \d+\. \p{Letter}+ \d{4}$/u),
            local_time: expect.stringMatching(/^\d{1,2}:\d{2} Uhr$/),
            local_now: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*\+0[12]:00$/),
            local_time_zone: 'Europe/Berlin',
          },
        },
      },
    });
    expect(Object.values(reply.body.call_inbound.dynamic_variables).map((value) => typeof value)).toEqual(
      Array(6).fill('string'),
    );
    gateway.surroundings.customer = () => ({ ...jonas, hasUpcomingAppointments: false });
    expect((await ring({})).body.call_inbound.dynamic_variables.caller_first_name).toBe('Jonas');
  });

  it.each<[string, object, KnownCustomer | null | undefined]>([
    ['a withheld number', { from_number: 'anonymous' }, jonas],
    ['a number nobody has', {}, null],
    ['records that does not answer', {}, undefined],
    ['a number without an agent that is none of the company’s', { agent_id: undefined }, jonas],
  ])('has an empty name for %s: a missing one would be read out', async (_, change, customer) => {
    gateway.surroundings.customer = () => customer;
    expect((await ring(change)).body.call_inbound.dynamic_variables).toMatchObject({ caller_first_name: '' });
  });

  it('of an event we do not know is acknowledged', async () => {
    const reply = await post(`${gateway.url}/webhooks/retell/salon-lindenhof/inbound`, { event: 'sms_inbound' });
    expect(reply.status).toBe(204);
  });
});
