import { ManualClock } from '../sandbox-clock';
import { SandboxIds } from '../sandbox-ids';
import { sandboxSeed } from '../seed/sandbox-seed';
import { CalcomApi } from './calcom-api';
import { CalcomWorld } from './calcom-world';
import { conduct, type Outcome } from './conduct';
import { type ApiRequest } from './exchange';
import { type FaultEffect } from './faults/api-faults';

const request: ApiRequest = {
  method: 'POST',
  path: '/v2/bookings',
  query: {},
  headers: { 'cal-api-version': '2024-08-13', authorization: 'Bearer cal_sandbox_key' },
  ip: '127.0.0.1',
  body: {
    start: '2026-11-24T09:00:00Z',
    eventTypeId: 2001,
    attendee: { name: 'Erika Muster', email: 'erika@example.org', timeZone: 'Europe/Berlin' },
  },
};

/** A whole Cal.com under virtual time: waiting moves the clock, and the story of what happened is kept. */
function virtualCalcom(randomSeed?: number) {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const world = new CalcomWorld(sandboxSeed.calcom, clock, new SandboxIds(randomSeed));
  const api = new CalcomApi(world);
  const story: string[] = [];
  const later: (() => Promise<void>)[] = [];
  const post = (...effects: FaultEffect[]): Promise<Outcome> =>
    conduct(api, request, effects, {
      wait: async (ms) => clock.advance(ms),
      held: async () => undefined,
      later: (ms, run) => later.push(async () => (clock.advance(ms), run())),
      send: async ({ triggerEvent }) => void story.push(triggerEvent),
    });
  return { world, api, clock, story, later, post };
}

describe('conduct', () => {
  it('runs without a server and without real time', async () => {
    const { world, story, post } = virtualCalcom();
    const hour = 60 * 60_000;
    const outcome = await post({ kind: 'delay', at: 'arrived', ms: hour }, { kind: 'delay', at: 'written', ms: hour });

    expect(outcome).toMatchObject({ status: 201, body: { data: { createdAt: '2026-11-23T09:00:00.000Z' } } });
    expect(world.clock.now().toISOString()).toBe('2026-11-23T10:00:00.000Z');
    expect(story).toEqual(['BOOKING_CREATED']);
  });

  it('gives the same ids for the same random seed and others for another', async () => {
    const [one, same, other] = [virtualCalcom(7), virtualCalcom(7), virtualCalcom(8)];
    for (const { post } of [one, same, other]) await post();

    expect(same.world.bookings).toEqual(one.world.bookings);
    expect(other.world.bookings[0].uid).not.toBe(one.world.bookings[0].uid);
  });

  it.each(['arrived', 'before-write'] as const)('writes nothing when it is cut off at %s', async (at) => {
    const { world, story, post } = virtualCalcom();
    expect(await post({ kind: 'disconnect', at })).toBe('disconnected');
    expect(world.bookings).toEqual([]);
    expect(story).toEqual([]);
  });

  it('has written, and told the subscribers, when it is cut off afterwards', async () => {
    const { world, api, story, post } = virtualCalcom();
    expect(await post({ kind: 'silence', at: 'written' })).toBe('silent');
    expect(api.requests.all()).toMatchObject([{ result: 'silent', bookingUid: world.bookings[0].uid }]);
    expect(story).toEqual(['BOOKING_CREATED']);
  });

  it('inserts long after the caller got nothing, and tells the subscribers then', async () => {
    const { world, api, story, later, post } = virtualCalcom();
    const inTwoMinutes = { kind: 'late-insert', ms: 120_000, caller: 'disconnected' } as const;
    expect(await post(inTwoMinutes)).toBe('disconnected');
    expect([world.bookings.length, story]).toEqual([0, []]);

    await later[0]();
    expect(world.bookings[0].createdAt).toBe(Date.parse('2026-11-23T08:02:00Z'));
    expect(story).toEqual(['BOOKING_CREATED']);
    expect(api.requests.all()).toMatchObject([{ result: 'disconnected', bookingUid: world.bookings[0].uid }]);
  });

  it('inserts late only if the time is still free then', async () => {
    const { world, api, later, post } = virtualCalcom();
    await post({ kind: 'late-insert', ms: 120_000 });
    expect(await post()).toMatchObject({ status: 201 });
    await later[0]();
    expect(world.bookings).toHaveLength(1);
    expect(api.requests.all()).toMatchObject([{ result: 'silent', bookingUid: null }, { result: { status: 201 } }]);
  });

  it('takes the faults of one moment in the order they were armed', async () => {
    const { clock, post } = virtualCalcom();
    const outcome = await post(
      { kind: 'delay', at: 'before-write', ms: 5_000 },
      { kind: 'answer', at: 'before-write', status: 418, body: { short: true } },
      { kind: 'delay', at: 'before-write', ms: 5_000 },
    );
    expect(outcome).toMatchObject({ status: 418, body: { short: true } });
    expect(clock.now().toISOString()).toBe('2026-11-23T08:00:05.000Z');
  });
});
