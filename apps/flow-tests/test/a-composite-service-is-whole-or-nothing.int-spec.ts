import { killHard, eventually } from '@callbook/testing';
import type { LiveCall } from '@callbook/sandbox';
import { ask, liveBookingsOf } from './support/calls';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

/** Event types of the parts of a balayage that somebody serves, and when each begins, in minutes; Anna and Sofia take turns. */
const parts = [
  { eventTypeId: 2061, offset: 0, hostId: 1001 },
  { eventTypeId: 2062, offset: 15, hostId: 1001 },
  { eventTypeId: 2063, offset: 90, hostId: 1003 },
  { eventTypeId: 2064, offset: 105, hostId: 1001 },
  { eventTypeId: 2065, offset: 150, hostId: 1003 },
];

/** Six phases, five bookings, two people: two replicas of everything. */
describe('a composite service', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney({
      replicas: { gateway: 2, booking: 2, records: 2 },
      unlimited: true,
      env: {
        CALCOM_TIMEOUT_MS: '8000',
        LOOK_AFTER: '500ms,1s,2s',
        CONCLUSIVE_AFTER_MS: '20000',
        LOOK_TWICE_AFTER_MS: '500',
        CONVERGE_AFTER: '1s',
      },
    });
  }, 90_000);

  afterAll(() => journey?.end(), 60_000);

  const patient = { timeoutMs: 60_000, everyMs: 100 };
  const callFrom = (from: string) => journey.retell.openCall({ from });
  const balayage = (start: string, attendee_name: string) => ({ service: 'Balayage', start, attendee_name });
  const book = (call: LiveCall, start: string, name: string) => ask(call, 'book_appointment', balayage(start, name));

  function expectWhole(name: string, start: string): void {
    const wanted = parts.map(({ eventTypeId, offset, hostId }) => ({
      eventTypeId,
      hostId,
      start: Date.parse(start) + offset * 60_000,
    }));
    expect(liveBookingsOf(journey, name)).toMatchObject(wanted);
  }

  /** One appointment with all its phases, and both know each other. @returns its row id */
  async function expectLinked(callId: string, start: string): Promise<string> {
    const { calls, appointments } = await rowsOf(journey.database, callId);
    expect(appointments).toMatchObject([{ status: 'confirmed', call_id: calls[0]?.id, starts_at: new Date(start) }]);
    const [appointment] = appointments;
    expect(calls).toMatchObject([{ appointment_id: appointment?.id, booking_confirmed: true }]);
    const phases = await journey.database.query<{ key: string; calcom_uid: string | null }>(
      'SELECT key, calcom_uid FROM records.appointment_phases WHERE appointment_id = $1 ORDER BY position',
      [appointment?.id],
    );
    expect(phases.map(({ key }) => key)).toEqual([
      'beratung',
      'auftragen',
      'einwirken',
      'auswaschen',
      'schneiden',
      'finish',
    ]);
    const live = new Set(
      journey.calcom.world.bookings.filter(({ status }) => status === 'ACCEPTED').map(({ uid }) => uid),
    );
    expect(phases.filter(({ calcom_uid }) => calcom_uid !== null && live.has(calcom_uid))).toHaveLength(parts.length);
    return appointment?.id ?? '';
  }

  const allDecided = () =>
    eventually(
      'everything to be decided',
      async () => (await journey.database.query('SELECT FROM booking.attempts WHERE settled_at IS NULL')).length === 0,
      patient,
    );

  it('is booked as one appointment, moved whole and cancelled whole', async () => {
    const [first, second] = [slot(1, 9), slot(1, 13)];
    const call = callFrom('+4915110000001');
    expect(await book(call, first, 'Lena Fuchs')).toMatchObject({ status: 'booked', start_local: first });
    await call.hangUp();
    expectWhole('Lena Fuchs', first);
    const id = await expectLinked(call.callId, first);

    const again = callFrom('+4915110000001');
    const which = { attendee_name: 'Lena Fuchs', start: first };
    expect(await ask(again, 'reschedule_appointment', { ...which, new_start: second })).toMatchObject({
      status: 'moved',
      start_local: second,
    });
    expectWhole('Lena Fuchs', second);
    expect(await expectLinked(call.callId, second)).toBe(id);

    const cancelled = await ask(again, 'cancel_appointment', { attendee_name: 'Lena Fuchs', start: second });
    expect(cancelled).toMatchObject({ status: 'cancelled' });
    await again.hangUp();
    expect(liveBookingsOf(journey, 'Lena Fuchs')).toEqual([]);
    const row = await journey.database.query('SELECT status FROM records.appointments WHERE id = $1', [id]);
    expect(row).toEqual([{ status: 'cancelled' }]);
  }, 60_000);

  it.each(parts)('leaves nothing when the part with event type $eventTypeId is refused', async ({ eventTypeId }) => {
    const name = `Frau ${eventTypeId}`;
    const refusal = { kind: 'answer', at: 'before-check', status: 400 } as const;
    const fault = journey.calcom.faults.arm({ on: { operation: 'create-booking', eventTypeId }, effect: refusal });
    const call = callFrom('+4915110000002');
    const start = slot(10 + parts.findIndex((part) => part.eventTypeId === eventTypeId), 9);
    expect(await book(call, start, name)).toMatchObject({ status: 'refused' });
    expect(fault.hits).toBe(1);
    await call.hangUp();
    expect(liveBookingsOf(journey, name)).toEqual([]);
    expect((await rowsOf(journey.database, call.callId)).appointments).toEqual([]);
  });

  it('is whole or gone when booking dies: at each part, while it undoes one, and at both ends of a move', async () => {
    const { faults } = journey.calcom;
    const arm = (operation: 'create-booking' | 'cancel-booking', at: 'arrived' | 'written', eventTypeId?: number) =>
      faults.arm({ on: { operation, ...(eventTypeId && { eventTypeId }) }, effect: { kind: 'silence', at } });
    const isHit = (what: string, fault: { readonly hits: number }) => eventually(what, () => fault.hits === 1);

    const moved = (name: string, tuesday: number) => ({ name, from: slot(tuesday, 9), to: slot(tuesday, 13) });
    const moves = [moved('Frau Umzug', 2), moved('Frau Wechsel', 9)] as const;
    const movers = moves.map(() => callFrom('+4915110000003'));
    for (const [index, { name, from }] of moves.entries()) {
      expect(await book(movers[index] as LiveCall, from, name)).toMatchObject({ status: 'booked' });
    }
    const move = (index: 0 | 1) => {
      const { name, from, to } = moves[index];
      return ask(movers[index] as LiveCall, 'reschedule_appointment', {
        attendee_name: name,
        start: from,
        new_start: to,
      });
    };
    const undoing = callFrom('+4915110000004');
    const refusal = { kind: 'answer', at: 'before-check', status: 400 } as const;
    faults.arm({ on: { operation: 'create-booking', eventTypeId: 2065 }, effect: refusal });
    const cancelling = arm('cancel-booking', 'arrived');
    const waiting: Promise<unknown>[] = [book(undoing, slot(3, 9), 'Frau Rückweg')];
    await isHit('a cancellation', cancelling);

    const newPart = arm('create-booking', 'written', 2063);
    waiting.push(move(0));
    await isHit('a new part of a move', newPart);
    const release = arm('cancel-booking', 'written');
    waiting.push(move(1));
    await isHit('the first old part of a move to be cancelled', release);

    // Each part stops one call: some when Cal.com has booked it, some before it has seen it.
    const stops = parts.map(({ eventTypeId }, index) =>
      arm('create-booking', index % 2 === 0 ? 'written' : 'arrived', eventTypeId),
    );
    const calls = parts.map(({ eventTypeId }, index) => ({
      call: callFrom(`+491511000010${index}`),
      name: `Frau ${eventTypeId} Ende`,
      start: slot(4 + index, 9),
    }));
    waiting.push(...calls.map(({ call, start, name }) => book(call, start, name)));
    await eventually('every part to stop one', () => stops.every(({ hits }) => hits === 1));
    for (const { name, pid } of journey.callbook.apps) if (name === 'booking') await killHard(pid);
    await Promise.all([journey.callbook.startApp('booking'), journey.callbook.startApp('booking')]);
    await Promise.all(waiting);
    await allDecided();

    for (const { call, name, start } of calls) {
      expectWhole(name, start);
      await eventually('the link', async () => (await rowsOf(journey.database, call.callId)).appointments.length === 1);
      await expectLinked(call.callId, start);
    }
    expect(liveBookingsOf(journey, 'Frau Rückweg')).toEqual([]);
    expect((await rowsOf(journey.database, undoing.callId)).appointments).toEqual([]);
    for (const [index, { name, to }] of moves.entries()) {
      const callId = movers[index]?.callId ?? '';
      expectWhole(name, to);
      await eventually('the moved row', async () => {
        const { appointments } = await rowsOf(journey.database, callId);
        return (appointments[0]?.starts_at as Date).getTime() === Date.parse(to);
      });
      await expectLinked(callId, to);
    }
  }, 120_000);
});
