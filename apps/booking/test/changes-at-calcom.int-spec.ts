import { sampleOf, BookingRescheduleRequested } from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { cancelCall, moveCall } from './conformance/function-calls';
import { AtCalcom, friday, thursdayTen, thursdayTwelve } from './support/at-calcom';

const fridayTwelve = '2026-11-27T11:00:00.000Z';

/** What Cal.com does with moves and cancellations, and what becomes of the rounds that asked for them. */
describe('a change at Cal.com', () => {
  let at: AtCalcom;

  beforeAll(async () => {
    at = await AtCalcom.start();
  });
  beforeEach(() => at.begin({ timeoutMs: 400 }));
  afterEach(() => at.finish());
  afterAll(() => at?.end());

  type Request = Parameters<AtCalcom['replica']['takeRequest']['execute']>[0];
  const ask = (request: Request) => at.replica.takeRequest.execute(request);
  const rest = () => at.fixture.comeToRest(at.replica);
  const starts = () => at.live.map(({ start }) => start).toSorted();
  const sample = sampleOf(BookingRescheduleRequested);
  const targetOf = (rootUid: string, calcomUid = rootUid) => ({
    target: { rootUid, calcomUid, start: thursdayTen, service: null },
    call: { ...sample.call, retellCallId: 'call_that_changes' },
    answerBy: at.soon(),
  });
  const told = async () => (await at.told()).slice(1).map(({ type, data }) => [type, data.reason ?? data.start]);

  async function booked(of?: string): Promise<string> {
    await ask(at.asksFor(of ? { of } : {}));
    await rest();
    return (await at.told())[0]?.data.rootUid as string;
  }

  it('moves an appointment, and cancels it then', async () => {
    const uid = await booked();
    await ask(moveCall({ ...targetOf(uid), start: friday }));
    expect(starts()).toEqual([friday]);
    await rest();
    const { uid: movedTo } = at.live[0]!;
    await ask(cancelCall(targetOf(uid, movedTo)));
    await rest();
    expect(at.live).toEqual([]);
    expect(await told()).toEqual([
      ['rescheduled', friday],
      ['cancelled', friday],
    ]);
    expect((await at.told()).map(({ data }) => data.rootUid)).toEqual([uid, uid, uid]);
  });

  it.each([
    ['reschedule-booking', (uid: string) => moveCall({ ...targetOf(uid), start: friday }), [['rescheduled', friday]]],
    ['cancel-booking', (uid: string) => cancelCall(targetOf(uid)), [['cancelled', thursdayTen]]],
  ] as const)('is found out when the answer to %s got lost', async (operation, call, expected) => {
    const uid = await booked();
    at.calcom.faults.arm({ on: { operation }, effect: { kind: 'answer', at: 'written', status: 500 } });
    await ask(call(uid));
    await rest();
    expect(await told()).toEqual(expected);
    expect(at.calcom.requests.of(operation)).toHaveLength(1);
  });

  it('that is refused leaves the appointment where it was', async () => {
    const uid = await booked();
    const attendee = { name: 'Erika', email: 'e@kunde.example' };
    await at.calcom.people.book({ eventTypeId: 2001, start: friday, attendee });
    await ask(moveCall({ ...targetOf(uid), start: friday }));
    await rest();
    expect(starts()).toEqual([thursdayTen, friday]);
    expect(await told()).toEqual([['failed', 'slot_taken']]);
  });

  it('that is made twice, once long after it was given up for lost, ends with one booking', async () => {
    const uid = await booked('haarverlaengerung'); // waits for the salon: nothing keeps a second one out
    const late = at.calcom.faults.arm({
      on: { operation: 'reschedule-booking' },
      effect: { kind: 'hold', at: 'before-write' },
    });
    await ask(moveCall({ ...targetOf(uid), start: friday }));
    for (let turns = 0; at.calcom.requests.of('reschedule-booking').length < 2 && turns < 20; turns += 1) {
      at.fixture.clock.pass(15_000);
      while (await at.replica.workOffAttempts.execute());
    }
    expect(starts()).toEqual([friday]);
    const [kept] = at.live;
    at.calcom.faults.disarm(late.id);
    await eventually('the late move', () => at.live.length === 2);
    await rest();
    expect(at.live).toEqual([kept]);
    expect(await told()).toEqual([['rescheduled', friday]]);
  });

  it('of two callers at once ends with one booking', async () => {
    const uid = await booked();
    const { call } = sample;
    const both = [friday, thursdayTwelve].map((start, index) =>
      moveCall({ ...targetOf(uid), start, call: { ...call, retellCallId: `call_${index}` } }),
    );
    await Promise.all(both.map((request) => ask(request)));
    await rest();
    expect(at.live).toHaveLength(1);
    const last = (await at.told()).at(-1);
    expect(last).toMatchObject({ type: 'rescheduled', data: { start: at.live[0]?.start } });
  });

  it('moves and cancels a composite service as one', async () => {
    const uid = await booked('dauerwelle');
    const before = starts();
    const shift = Date.parse(fridayTwelve) - Date.parse(thursdayTen);
    await ask(moveCall({ ...targetOf(uid), start: fridayTwelve }));
    await rest();
    const moved = before.map((start) => new Date(Date.parse(start) + shift).toISOString());
    expect(starts()).toEqual(moved);
    await ask(cancelCall(targetOf(uid)));
    await rest();
    expect(at.live).toEqual([]);
    expect(await told()).toEqual([
      ['rescheduled', fridayTwelve],
      ['cancelled', fridayTwelve],
    ]);
  });

  it('of a composite service is made whole or not at all', async () => {
    const uid = await booked('dauerwelle');
    const before = at.live;
    const attendee = { name: 'Erika', email: 'e@kunde.example' };
    const { eventTypeId, start } = at.calcom.world.bookings.at(-1)!;
    const shift = Date.parse(fridayTwelve) - Date.parse(thursdayTen);
    await at.calcom.people.book({ eventTypeId, start: new Date(start + shift).toISOString(), attendee });
    await ask(moveCall({ ...targetOf(uid), start: fridayTwelve }));
    await rest();
    expect(at.live.filter(({ name }) => name !== 'Erika')).toEqual(before);
    expect(await told()).toEqual([['failed', 'slot_taken']]);
  });
});
