import { type RetellSandbox, startRetellSandbox } from '@callbook/sandbox';
import { eventually, FrontDoor, killHard, sharedStack, TcpProxy } from '@callbook/testing';
import type { AppName } from '@callbook/launcher';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

/**
 * Each app is killed at the points where it hurts: something has happened outside, and nobody inside knows it yet. The
 * points are reached from outside: the simulated Cal.com keeps its answer, or the network keeps the broker's.
 */
describe('a call survives that', () => {
  let journey: Journey;
  let door: FrontDoor;
  let retell: RetellSandbox;
  const brokerOf: Partial<Record<string, TcpProxy>> = {};

  beforeAll(async () => {
    for (const app of ['booking', 'records']) brokerOf[app] = await TcpProxy.open(sharedStack().rabbitmqUrl);
    journey = await startJourney({
      replicas: { gateway: 2, booking: 1, records: 1 },
      env: {
        CALCOM_TIMEOUT_MS: '1000', // the lease of a POST is 15 s longer
        CONCLUSIVE_AFTER_MS: '4000',
        LOOK_TWICE_AFTER_MS: '500',
        ANSWER_DEADLINE_MS: '3000',
        CONFIRM_TIMEOUT_MS: '1000',
      },
      envOf: (app): Record<string, string> => {
        const proxy = brokerOf[app];
        return proxy ? { RABBITMQ_URL: proxy.url } : {};
      },
    });
    door = await FrontDoor.open();
    door.leadTo(journey.callbook.gateways);
    retell = await startRetellSandbox({ port: 0, gatewayUrl: door.url, randomSeed: Date.now() % 2 ** 31 });
  }, 90_000);

  afterAll(async () => {
    await retell?.close();
    door?.close();
    await journey?.end();
    for (const proxy of Object.values(brokerOf)) await proxy?.close();
  }, 60_000);

  const patient = { timeoutMs: 40_000, everyMs: 100 };
  const bookingsOf = (callId: string) =>
    journey.calcom.world.bookings.filter(({ metadata }) => metadata.callbook_call_id === callId);
  const postsFor = (name: string) =>
    journey.calcom.requests.of('create-booking').filter(({ body }) => JSON.stringify(body).includes(name));

  function callFor(name: string, hour: number) {
    const call = retell.openCall({ from: '+4915112345678' });
    const args = {
      service: 'Herrenhaarschnitt',
      start: slot(2, hour),
      attendee_name: name,
      attendee_email: 'k@kunde.example',
    };
    return { call, ask: () => call.invoke({ name: 'book_appointment', args }) };
  }

  async function kill(name: AppName): Promise<void> {
    const living = journey.callbook.apps.find((app) => app.name === name && isRunning(app.pid));
    if (!living) throw new Error(`no ${name} is running`);
    await killHard(living.pid);
  }

  /** One booking, one appointment, linked both ways and confirmed; and the agent who asks again hears it. */
  async function expectLinked(callId: string, ask: () => ReturnType<ReturnType<typeof callFor>['ask']>): Promise<void> {
    await eventually(
      'the link',
      async () => (await rowsOf(journey.database, callId)).calls[0]?.appointment_link_status === 'linked',
      patient,
    );
    const { answers } = await ask();
    expect(answers).toMatchObject([{ status: 200, body: { status: 'booked' } }]);
    const { calls, appointments } = await rowsOf(journey.database, callId);
    const bookings = bookingsOf(callId);
    expect(bookings).toHaveLength(1);
    expect(appointments).toMatchObject([{ calcom_uid: bookings[0]?.uid, call_id: calls[0]?.id, status: 'confirmed' }]);
    expect(calls).toMatchObject([{ appointment_id: appointments[0]?.id, booking_confirmed: true }]);
  }

  it('booking dies when Cal.com has booked and not answered: found, not booked again', async () => {
    const fault = journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'silence', at: 'written' },
    });
    const { call, ask } = callFor('Ada Lovelace', 9);
    const asked = ask();
    await eventually('the booking to be written', () => fault.hits === 1 && bookingsOf(call.callId).length === 1);
    await kill('booking');
    await journey.callbook.startApp('booking');
    await asked;
    await expectLinked(call.callId, ask);
    expect(postsFor('Ada Lovelace')).toHaveLength(1);
  }, 60_000);

  it('booking dies when its POST is under way and will never arrive: "not confirmed yet", and booked by a second one', async () => {
    const fault = journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'silence', at: 'arrived' },
    });
    const { call, ask } = callFor('Grace Hopper', 10);
    const asked = ask();
    await eventually('the POST', () => fault.hits === 1);
    await kill('booking');
    await journey.callbook.startApp('booking');
    expect((await asked).answers).toMatchObject([{ status: 200, body: { status: 'pending' } }]);
    expect(bookingsOf(call.callId)).toEqual([]);
    await expectLinked(call.callId, ask);
    expect(postsFor('Grace Hopper')).toHaveLength(2);
  }, 60_000);

  it('booking dies when the broker has the outcome and the confirm is still on its way: recorded once', async () => {
    const { call, ask } = callFor('Mary Jackson', 11);
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'delay', at: 'written', ms: 500 },
    });
    const asked = ask();
    await eventually('the booking to be written', () => bookingsOf(call.callId).length === 1, { everyMs: 5 });
    brokerOf.booking?.silence('from-target');
    expect((await asked).answers).toMatchObject([{ status: 200, body: { status: 'booked' } }]);
    const unsent = () => journey.database.query('SELECT FROM booking.outbox WHERE sent_at IS NULL');
    expect(await unsent()).not.toEqual([]);
    await kill('booking');
    await brokerOf.booking?.heal();
    await journey.callbook.startApp('booking');
    await eventually('the outcome to be sent again', async () => (await unsent()).length === 0, patient);
    await expectLinked(call.callId, ask);
  }, 60_000);

  it('records dies when the rows are committed and the broker does not know: written once', async () => {
    const { call, ask } = callFor('Katherine Johnson', 12);
    await call.notify('call_started');
    await eventually('the call', async () => (await rowsOf(journey.database, call.callId)).calls.length === 1);
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'delay', at: 'written', ms: 500 },
    });
    const asked = ask();
    await eventually('the booking to be written', () => bookingsOf(call.callId).length === 1, { everyMs: 5 });
    brokerOf.records?.silence('to-target');
    await eventually('the rows', async () => (await rowsOf(journey.database, call.callId)).appointments.length === 1);
    await kill('records');
    await brokerOf.records?.heal();
    await journey.callbook.startApp('records');
    await asked;
    await expectLinked(call.callId, ask);
  }, 60_000);

  it('both gateways die while the caller waits: those that come after know the answer', async () => {
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'delay', at: 'arrived', ms: 1_500 },
    });
    const posts = journey.calcom.requests.of('create-booking').length;
    const { call, ask } = callFor('Dorothy Vaughan', 13);
    const asked = ask();
    await eventually('the POST', () => journey.calcom.requests.of('create-booking').length > posts);
    await kill('webhook-gateway');
    await kill('webhook-gateway');
    expect((await asked).answers).toMatchObject([{ status: null }]);
    const started = [
      await journey.callbook.startApp('webhook-gateway'),
      await journey.callbook.startApp('webhook-gateway'),
    ];
    door.leadTo(started.map(({ ready }) => String(ready.url)));
    await expectLinked(call.callId, ask);
  }, 60_000);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
