import { everyEventQueues } from '@callbook/contracts';
import { declareTopology } from '@callbook/messaging';
import { eventually, RabbitmqManagement, sharedStack, TcpProxy, testPrefix } from '@callbook/testing';
import { aWebhook, postWebhook } from './support/calcom-side';
import { freshSpoolPath, gatewayOn, readiness } from './support/gateway';
import { KeptHints, PlayedBooking, startBooking, startHints, StartedCalls, startRecords } from './support/peers';
import { aCall, bookAppointment, post } from './support/retell-side';

describe('while the broker is away', () => {
  const broker = testPrefix();
  const peers: { close(): Promise<unknown> }[] = [];
  const booking = new PlayedBooking();
  const records = new StartedCalls();
  const hints = new KeptHints();
  let proxy: TcpProxy;
  let open: { close(): Promise<unknown> }[];

  beforeAll(async () => {
    await declareTopology(broker.url, { prefix: broker.prefix });
    peers.push(
      await startBooking(broker, booking),
      await startRecords(broker, records),
      await startHints(broker, hints),
    );
  });
  beforeEach(async () => {
    for (const { received } of [booking, records, hints]) received.length = 0;
    proxy = await TcpProxy.open(broker.url);
    open = [proxy];
  });
  afterEach(async () => {
    for (const one of open) await one.close();
  });
  afterAll(async () => {
    for (const peer of peers) await peer.close();
    await broker.close();
  });

  const start = async (options: Parameters<typeof gatewayOn>[1] = {}) => {
    const gateway = await gatewayOn({ ...broker, url: proxy.url }, options);
    open.unshift(gateway);
    return gateway;
  };
  const salon = ({ url }: { url: string }) => `${url}/webhooks/retell/salon-lindenhof`;
  const callStarted = (gateway: { url: string }, call = aCall()) =>
    post(`${salon(gateway)}/calls`, { event: 'call_started', call }).then(
      ({ status }) => [status, call.call_id] as const,
    );
  const startedCalls = () => records.received.map(({ data }) => data.call.retellCallId);
  const metricOf = async ({ url }: { url: string }, line: RegExp) =>
    Number(line.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

  it('webhooks are taken, and forwarded in order when it is back', async () => {
    const gateway = await start();
    await proxy.refuse();
    const calls: string[] = [];
    for (let number = 0; number < 10; number += 1) {
      const [status, id] = await callStarted(gateway);
      expect(status).toBe(204);
      calls.push(id);
    }
    const webhook = aWebhook('BOOKING_CREATED');
    expect((await postWebhook(`${gateway.url}/webhooks/calcom/salon-lindenhof`, webhook)).status).toBe(204);
    expect(await metricOf(gateway, /spool_events{state="waiting"} (\d+)/)).toBe(11);

    await proxy.heal();
    await eventually('everything to arrive', () => startedCalls().length >= 10 && hints.received.length > 0);
    expect([...new Set(startedCalls())]).toEqual(calls);
    expect(hints.received[0]?.data.uid).toBe(webhook.payload.uid);
    await eventually(
      'the spool to be empty',
      async () => (await metricOf(gateway, /spool_events{state="waiting"} (\d+)/)) === 0,
    );
  });

  it('a caller hears "taken, but not confirmed yet", and the request is worked on later', async () => {
    const gateway = await start();
    await proxy.refuse();
    const body = bookAppointment();
    const reply = await post(`${salon(gateway)}/functions`, body);
    expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'pending' } });
    expect(reply.body.say).toContain('aufgenommen, aber noch nicht bestätigt');
    expect(booking.received).toEqual([]);

    await proxy.heal();
    await eventually('booking to have the request, its deadline long over', () => booking.received.length === 1);
    expect(Date.parse(booking.received[0]?.data.answerBy ?? '')).toBeLessThan(Date.now());
    await eventually('the connection for questions', async () => {
      return (await post(`${salon(gateway)}/functions`, body)).body.status === 'booked';
    });
  });

  it('an outage shorter than the caller’s patience is not noticed by the caller', async () => {
    const gateway = await start({ answerDeadlineMs: 15_000 });
    await proxy.refuse();
    const reply = post(`${salon(gateway)}/functions`, bookAppointment());
    await eventually(
      'the request to be on disk',
      async () => (await metricOf(gateway, /spool_events{state="waiting"} (\d+)/)) > 0,
    );
    await proxy.heal();
    expect((await reply).body.status).toBe('booked');
  });

  it('a broker that says nothing is given up in time, and what it had taken all the same is one event', async () => {
    const gateway = await start();
    proxy.silence('from-target');
    const [status, id] = await callStarted(gateway);
    expect(status).toBe(204);
    await eventually('the copy the broker had taken', () => startedCalls().includes(id));
    await proxy.heal();
    await eventually('the copy of the spool', () => startedCalls().filter((call) => call === id).length >= 2);
    expect(new Set(records.received.map((event) => event.id)).size).toBe(1);
  });

  it('what is left at a shutdown is forwarded by the next start', async () => {
    const spoolPath = freshSpoolPath();
    const gateway = await start({ spoolPath });
    await proxy.refuse();
    const [, id] = await callStarted(gateway);
    await open.shift()?.close();
    expect(startedCalls()).toEqual([]);
    await proxy.heal();
    await start({ spoolPath });
    await eventually('the call to arrive', () => startedCalls().includes(id));
  });

  it('a shutdown forwards what it can before the connection is closed', async () => {
    const spoolPath = freshSpoolPath();
    const gateway = await start({ spoolPath });
    proxy.silence('from-target');
    const [, id] = await callStarted(gateway);
    const before = startedCalls().length;
    await proxy.heal();
    await open.shift()?.close();
    await eventually('a copy of the spool to arrive', () => startedCalls().slice(before).includes(id));
    const next = await start({ spoolPath });
    expect(await metricOf(next, /spool_events{state="waiting"} (\d+)/)).toBe(0);
  });

  it('a full disk answers 503, says so to the caller, and is told to whoever sends the traffic', async () => {
    const gateway = await start({ spoolMaxBytes: 64 * 1024 });
    await proxy.refuse();
    const statuses: number[] = [];
    do statuses.push((await callStarted(gateway))[0]);
    while (statuses.at(-1) === 204 && statuses.length < 100);
    expect(statuses.length).toBeGreaterThan(5);
    expect(statuses.at(-1)).toBe(503);
    const reply = await post(`${salon(gateway)}/functions`, bookAppointment());
    expect(reply).toMatchObject({ status: 200, body: { status: 'pending' } });
    expect(reply.body.say).toContain('nicht weitergeben');
    expect((await readiness(gateway)).spool).toBe('the spool is full');

    await proxy.heal();
    await eventually('room and confidence again', async () => (await readiness(gateway)).spool === 'ok');
    await eventually('all that were accepted', () => new Set(startedCalls()).size >= statuses.length - 1);
  });

  it('an event that no queue takes waits in the spool and holds nobody up', async () => {
    const { rabbitmqManagementUrl, rabbitmqUrl } = sharedStack();
    if (!rabbitmqManagementUrl) return; // queues can only be taken away through it
    const gateway = await start();
    const vhost = encodeURIComponent(decodeURIComponent(new URL(rabbitmqUrl).pathname.slice(1)) || '/');
    const management = new RabbitmqManagement(rabbitmqManagementUrl);
    // Those that take every event as well: as long as one of them is there, the event is kept, and can be replayed.
    for (const queue of ['records.call-ended', ...everyEventQueues])
      await management.request('DELETE', `/queues/${vhost}/${encodeURIComponent(broker.prefix + queue)}`);
    const ended = await post(`${salon(gateway)}/calls`, { event: 'call_ended', call: aCall() });
    expect(ended.status).toBe(204);
    await eventually('it to be held', async () => (await metricOf(gateway, /spool_events{state="held"} (\d+)/)) === 1);
    const [, id] = await callStarted(gateway);
    await eventually('the other one to pass', () => startedCalls().includes(id));

    await declareTopology(broker.url, { prefix: broker.prefix });
    await eventually('it to be taken', async () => (await metricOf(gateway, /spool_events{state="held"} (\d+)/)) === 0);
  });

  it('a gateway starts, takes webhooks, and forwards them when it is back', async () => {
    await proxy.refuse();
    const gateway = await start();
    const [status, id] = await callStarted(gateway);
    expect(status).toBe(204);
    await proxy.heal();
    await eventually('the call to arrive', () => startedCalls().includes(id));
    await eventually('answers to arrive as well', async () => {
      return (await post(`${salon(gateway)}/functions`, bookAppointment())).body.status === 'booked';
    });
  });

  it('the next replica cannot take the same spool', async () => {
    const spoolPath = freshSpoolPath();
    await start({ spoolPath });
    await expect(start({ spoolPath })).rejects.toThrow('give every replica a SPOOL_PATH of its own');
  });
});
