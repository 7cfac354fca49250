import { declareTopology } from '@callbook/messaging';
import { eventually, testPrefix } from '@callbook/testing';
import { gatewayOn } from './support/gateway';
import { PlayedBooking, StartedCalls, startBooking, startRecords } from './support/peers';
import { aCall, bookAppointment, post } from './support/retell-side';
import type { Reply } from './support/http';

describe('on a real broker', () => {
  const broker = testPrefix();
  const open: { close(): Promise<unknown> }[] = [];
  let booking: PlayedBooking;
  let replicas: string[];

  const keep = async <T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    open.unshift(started);
    return started;
  };
  const calls = (replica: string) => `${replica}/webhooks/retell/salon-lindenhof/calls`;
  const ask = (replica: string, body: object): Promise<Reply> =>
    post(`${replica}/webhooks/retell/salon-lindenhof/functions`, body);

  beforeAll(async () => {
    await declareTopology(broker.url, { prefix: broker.prefix });
    booking = new PlayedBooking();
    await keep(startBooking(broker, booking));
    const patient = { answerDeadlineMs: 8_000 };
    const gateways = [await keep(gatewayOn(broker, patient)), await keep(gatewayOn(broker, patient))];
    replicas = gateways.map(({ url }) => url);
  });
  beforeEach(() => Object.assign(booking, { announces: true, works: true }));
  afterAll(async () => {
    for (const one of open) await one.close();
    await broker.close();
  });

  it('the same call fifty times in parallel at two replicas, and once more later, gets one answer', async () => {
    const body = bookAppointment();
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask(replicas[index % 2] as string, body)),
    );
    const later = await ask(replicas[1] as string, body);
    expect([...new Set([...replies, later].map(({ status, text }) => `${status} ${text}`))]).toEqual([
      `200 ${later.text}`,
    ]);
    expect(later.body.status).toBe('booked');
    await eventually('all requests to reach booking', () => booking.received.length === 51);
    expect(new Set(booking.received.map(({ id }) => id)).size).toBe(1);
  });

  it('an outcome that no event told is fetched from records', async () => {
    booking.announces = false;
    expect((await ask(replicas[0] as string, bookAppointment())).body.status).toBe('booked');
  });

  it('a request nobody works on is "not confirmed yet", and "booked" when asked again later', async () => {
    booking.works = false;
    const impatient = await keep(gatewayOn(broker, { answerDeadlineMs: 300 }));
    const body = bookAppointment();
    expect((await ask(impatient.url, body)).body).toMatchObject({ status: 'pending', reference: null });
    booking.works = true;
    expect((await ask(replicas[1] as string, body)).body.status).toBe('booked');
  });

  it('a call webhook that was answered 204 waits in its queue for the consumer', async () => {
    const call = aCall();
    const statuses = await Promise.all(
      replicas.map(async (replica) => (await post(calls(replica), { event: 'call_started', call })).status),
    );
    expect(statuses).toEqual([204, 204]);
    const records = new StartedCalls();
    await keep(startRecords(broker, records));
    await eventually('both copies to be delivered', () => records.received.length === 2);
    expect(new Set(records.received.map(({ id }) => id)).size).toBe(1);
    expect(records.received[0]?.data.call.retellCallId).toBe(call.call_id);
  });
});
