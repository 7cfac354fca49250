import { eventually } from '@callbook/testing';
import { cancelCall } from './conformance/function-calls';
import { AtCalcom, friday, thursdayTen, thursdayTwelve } from './support/at-calcom';

/** What Cal.com does with POSTs, and what becomes of the rounds that sent them. */
describe('a booking at Cal.com', () => {
  let at: AtCalcom;

  beforeAll(async () => {
    at = await AtCalcom.start();
  });
  beforeEach(() => at.begin({ timeoutMs: 400 }));
  afterEach(() => at.finish());
  afterAll(() => at?.end());

  const posts = () => at.calcom.requests.of('create-booking').length;
  const ask = (request: Parameters<AtCalcom['replica']['takeRequest']['execute']>[0]) =>
    at.replica.takeRequest.execute(request);
  const rest = () => at.fixture.comeToRest(at.replica);

  it('that is inserted long after another was told is cancelled, and told by nobody', async () => {
    const late = at.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'hold', at: 'before-write' },
    });
    const request = at.asksFor({ of: 'haarverlaengerung' }); // one that waits for the salon: nothing keeps a second one out
    await ask(request);
    for (let turns = 0; posts() < 2 && turns < 20; turns += 1) {
      at.fixture.clock.pass(15_000);
      while (await at.replica.workOffAttempts.execute());
    }
    expect(await at.told()).toMatchObject([{ type: 'awaiting-confirmation', answers: [request.id] }]);
    const [kept] = at.live;

    at.calcom.faults.disarm(late.id);
    await eventually('the late insert', () => at.live.length === 2);
    await rest();
    expect(at.live).toEqual([kept]);
    expect(at.bookings).toHaveLength(2);
    expect(await at.told()).toHaveLength(1);
    expect(await at.fixture.rounds()).toEqual([{ state: 'awaiting_confirmation', ended: false, posts: 2 }]);
  });

  it('that is inserted long after "not booked" was said is cancelled, and told by nobody', async () => {
    const late = at.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'hold', at: 'before-write' },
    });
    const [asked, cancelled] = [at.asksFor(), cancelCall({ target: null }, at.fixture.clock.now())];
    await ask(asked);
    await ask(cancelled);
    for (let turns = 0; (await at.told()).length === 0 && turns < 20; turns += 1) {
      at.fixture.clock.pass(15_000);
      while (await at.replica.workOffAttempts.execute());
    }
    expect(await at.told()).toMatchObject([{ type: 'failed', data: { reason: 'withdrawn' } }]);
    at.calcom.faults.disarm(late.id);
    await eventually('the late insert', () => at.live.length === 1);
    await rest();
    expect([at.live, posts()]).toEqual([[], 1]);
    expect(await at.told()).toHaveLength(1);
  });

  it('that is given up while its POST is under way is cancelled before "not booked" is said', async () => {
    const held = at.calcom.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'hold', at: 'written' } });
    const [asked, cancelled] = [at.asksFor(), cancelCall({ target: null }, at.fixture.clock.now())];
    const booking = ask(asked);
    await eventually('the POST', () => at.live.length === 1);
    const other = await at.fixture.replica(at.calendar);
    await other.takeRequest.execute(cancelled);
    expect(await at.told()).toEqual([]);
    at.calcom.faults.disarm(held.id);
    await booking;
    await rest();
    expect([at.live, at.bookings.length]).toEqual([[], 1]);
    const [failed, ...others] = await at.told();
    expect(others).toEqual([]);
    expect(failed).toMatchObject({ type: 'failed', data: { operation: 'book', reason: 'withdrawn' } });
    expect(failed?.answers.sort()).toEqual([asked.id, cancelled.id].sort());
  });

  it('for another start in its place is cancelled when that is booked, and stays when that is refused', async () => {
    await ask(at.asksFor());
    await ask(at.asksFor({ start: thursdayTwelve, insteadOf: thursdayTen }));
    await rest();
    expect(at.live).toMatchObject([{ start: thursdayTwelve }]);
    expect((await at.told()).map(({ type, data }) => [type, data.start])).toEqual([
      ['created', thursdayTen],
      ['created', thursdayTwelve],
      ['cancelled', thursdayTen],
    ]);
    await at.calcom.people.book({
      eventTypeId: 2001,
      start: friday,
      attendee: { name: 'Erika', email: 'e@kunde.example' },
    });
    await ask(at.asksFor({ start: friday, insteadOf: thursdayTwelve }));
    await rest();
    expect(at.live.filter(({ name }) => name === 'Jonas Weber')).toMatchObject([{ start: thursdayTwelve }]);
    expect((await at.told()).at(-1)).toMatchObject({ type: 'failed', data: { reason: 'slot_taken' } });
    // The first is free again, and may be asked for anew.
    await ask(at.asksFor({ asWell: true }));
    expect((await at.told()).at(-1)).toMatchObject({ type: 'created', data: { start: thursdayTen } });
  });

  it('under an address that another person has booked with is made under one of its own', async () => {
    await ask(at.asksFor({ of: 'bartpflege', name: 'Jonas Weber' }));
    await ask(at.asksFor({ of: 'bartpflege', name: 'Leon Weber' }));
    await rest();
    expect(at.live).toMatchObject([{ name: 'Jonas Weber' }, { name: 'Leon Weber' }]);
    expect(posts()).toBe(3);
    const [, leon] = at.calcom.world.bookings;
    expect(leon?.attendee.email).toMatch(/^caller-.*@no-contact\.invalid$/);
    expect((await at.told()).map(({ type }) => type)).toEqual(['created', 'created']);
  });

  it('that the caller holds already is said to be there, from whichever call', async () => {
    await ask(at.asksFor({ of: 'bartpflege', in: 'call_monday' }));
    const again = at.asksFor({ of: 'bartpflege', in: 'call_tuesday' });
    await ask(again);
    await rest();
    const [kept, ...others] = at.live;
    expect(others).toEqual([]);
    expect((await at.told()).at(-1)).toMatchObject({
      type: 'already-booked',
      answers: [again.id],
      data: { calcomUid: kept?.uid, call: { retellCallId: 'call_tuesday' } },
    });

    // And once it is cancelled it may be booked again, in that call too.
    await at.calcom.people.cancel(kept?.uid ?? '');
    await at.replica.takeHint.execute(at.fixture.hint(kept?.uid ?? '', { expectedStatus: 'cancelled' }));
    await rest();
    await ask(at.asksFor({ of: 'bartpflege', in: 'call_tuesday' }));
    expect(at.live).toHaveLength(1);
    expect((await at.told()).at(-1)).toMatchObject({ type: 'created' });
  });

  it('that another process works on at the same moment is made once', async () => {
    const other = await at.fixture.replica(at.calendar);
    const requests = [at.asksFor(), at.asksFor(), at.asksFor()];
    await Promise.all(
      [...requests, ...requests].map((request, i) => (i % 2 ? other : at.replica).takeRequest.execute(request)),
    );
    await rest();
    expect([posts(), at.live.length]).toEqual([1, 1]);
    const told = await at.told();
    const named = told.flatMap(({ type, data, answers }) => (type === 'created' ? answers : [data.functionCallId]));
    expect(named.sort()).toEqual(requests.map(({ id }) => id).sort());
  });
});
