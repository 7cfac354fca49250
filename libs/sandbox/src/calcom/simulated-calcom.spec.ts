import { ManualClock } from '../sandbox-clock';
import { type ApiReply, type ApiRequest } from './exchange';
import { type FaultEffect } from './faults/api-faults';
import { SimulatedCalcom } from './simulated-calcom';

const post = (eventTypeId: number, email = 'erika@example.org'): ApiRequest => ({
  method: 'POST',
  path: '/v2/bookings',
  query: {},
  headers: { 'cal-api-version': '2024-08-13', authorization: 'Bearer cal_sandbox_key' },
  ip: '127.0.0.1',
  body: {
    start: '2026-11-24T09:00:00Z',
    eventTypeId,
    attendee: { name: 'Erika Muster', email, timeZone: 'Europe/Berlin' },
    metadata: { callbook_request_id: 'request-1' },
  },
});
const get = (uid: string): ApiRequest => ({
  ...post(2001),
  method: 'GET',
  path: `/v2/bookings/${uid}`,
  body: undefined,
});

/** Its time goes on only when nothing else is left to do: what waits or comes later stands in one agenda. */
function simulation(randomSeed = 1) {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const agenda: { at: number; run: () => unknown }[] = [];
  const heard: string[] = [];
  const inSome = (ms: number, run: () => unknown) => agenda.push({ at: clock.now().getTime() + ms, run });
  const calcom = new SimulatedCalcom(
    { clock, randomSeed },
    {
      wait: (ms) => new Promise((resolve) => inSome(ms, resolve)),
      later: (ms, run) => inSome(ms, run),
      post: async ({ triggerEvent }) => void heard.push(triggerEvent),
    },
  );
  const settle = async () => {
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    for (await turn(); agenda.length > 0; await turn()) {
      agenda.sort((a, b) => a.at - b.at);
      const next = agenda.shift();
      clock.set(new Date(next?.at ?? 0));
      await next?.run();
    }
  };
  return { clock, calcom, heard, settle };
}

/** One handling taken to its end by hand. */
function finish(handling: Iterator<unknown, ApiReply>): ApiReply {
  for (;;) {
    const step = handling.next();
    if (step.done) return step.value;
  }
}

describe('SimulatedCalcom', () => {
  it('can be taken from moment to moment by a scheduler, one request between two moments of another', () => {
    const { calcom } = simulation();
    const [slow, quick] = [calcom.open(post(2051)).handling, calcom.open(post(2051)).handling];
    expect([slow.next().value, slow.next().value]).toMatchObject([{ at: 'arrived' }, { at: 'before-check' }]);
    expect(calcom.world.bookings).toEqual([]);
    expect(finish(quick).status).toBe(201);
    expect(finish(slow).status).toBe(201);
    expect(calcom.world.bookings.map(({ hostId }) => hostId)).toEqual([1002, 1003]);
  });

  it('inserts under virtual time what its client gave up minutes ago', async () => {
    const { calcom, clock, heard, settle } = simulation();
    const effect: FaultEffect = { kind: 'late-insert', ms: 150_000 };
    calcom.faults.arm({ on: {}, effect });
    expect(await calcom.request(post(2001))).toBe('silent');
    expect([calcom.ledger().length, heard.length]).toEqual([0, 0]);

    await settle();
    expect(clock.now().toISOString()).toBe('2026-11-23T08:02:30.000Z');
    expect(heard).toEqual(['BOOKING_CREATED']);
    expect(calcom.ledger()).toMatchObject([
      {
        booking: { metadata: { callbook_request_id: 'request-1' }, createdAt: clock.now().getTime() },
        bookedBy: { request: 1 },
        request: { receivedAt: '2026-11-23T08:00:00.000Z', result: 'silent' },
        changes: [{ what: 'booked' }],
      },
    ]);
  });

  it('shows a lagging reader the calendar as it was', () => {
    const { calcom, clock } = simulation();
    const booked = finish(calcom.open(post(2001)).handling).body as { data: { uid: string } };
    clock.advance(2_000);
    const read = (lagMs: number) => finish(calcom.open(get(booked.data.uid), { lagMs }).handling).status;
    expect([read(3_000), read(1_000), read(0)]).toEqual([404, 200, 200]);
  });

  it('repeats itself with the same seed, faults by chance included', async () => {
    const run = async (randomSeed: number) => {
      const { calcom, heard, settle } = simulation(randomSeed);
      calcom.faults.arm({ on: {}, effect: { kind: 'silence', at: 'written' }, times: null, chance: 0.2 });
      calcom.faults.arm({
        on: {},
        effect: { kind: 'answer', at: 'before-write', status: 503 },
        times: null,
        chance: 0.1,
      });
      calcom.faults.arm({ on: {}, effect: { kind: 'late-insert', ms: 60_000 }, times: null, chance: 0.1 });
      const outcomes: unknown[] = [];
      for (let request = 0; request < 60; request++) {
        const outcome = await calcom.request(post(2031, `caller-${request}@example.org`));
        outcomes.push(typeof outcome === 'string' ? outcome : outcome.status);
      }
      await settle();
      return { outcomes, heard, uids: calcom.world.bookings.map(({ uid }) => uid), faults: calcom.faults.list() };
    };
    const [one, same, other] = [await run(7), await run(7), await run(8)];
    expect(same).toEqual(one);
    expect(other.outcomes).not.toEqual(one.outcomes);
    expect(new Set(one.outcomes)).toEqual(new Set([201, 'silent', 503]));
    expect(one.faults.every(({ hits }) => hits > 0)).toBe(true);
    expect(one.heard).toHaveLength(one.uids.length);
  });

  it('forgets everything on reset and goes on with other ids', async () => {
    const { calcom } = simulation();
    await calcom.request(post(2001));
    const [before] = calcom.ledger();
    calcom.reset();
    expect([calcom.ledger(), calcom.api.requests.all(), calcom.world.history.all()]).toEqual([[], [], []]);
    await calcom.request(post(2001));
    expect(calcom.ledger()[0].booking.uid).not.toBe(before.booking.uid);
  });
});
