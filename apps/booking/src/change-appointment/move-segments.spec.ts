import type { OrderAnswer } from '../calendar/calendar';
import { bookingInMemory, functionCall, type World } from '../../test/support/booking-in-memory';
import { cancelCall, moveCall } from '../../test/support/change-calls';
import { composite } from '../../test/support/composite';
import { CrashAt } from '../../test/support/crash-at';

const minutes = (count: number) => count * 60_000;
const ten = Date.parse(functionCall().data.start);
const fifteen = '2026-11-26T14:00:00.000Z';
const sixteen = '2026-11-26T15:00:00.000Z';
const taken: OrderAnswer = { kind: 'refused', reason: 'slot_taken', providerText: 'taken' };
const unclear: OrderAnswer = { kind: 'unclear', providerText: 'timeout', isServerError: false };
/** Starts of the three bookings of an appointment that begins then. */
const setAt = (start: string | number) =>
  [0, 60, 90].map((offset) => new Date(new Date(start).getTime() + minutes(offset)).toISOString());

async function booked(world: World = {}) {
  const booking = bookingInMemory({ service: composite, ...world });
  await booking.ask();
  await booking.pass(minutes(1));
  const { calendar } = booking;
  return {
    ...booking,
    news: () => booking.published().slice(1),
    starts: () => calendar.live.map(({ start }) => start.toISOString()).toSorted(),
    /** The next parts are booked, then this happens to one. */
    scriptAfter: (parts: number, ...then: typeof calendar.script) => {
      const book = (order: Parameters<typeof calendar.insert>[0]): OrderAnswer => ({
        kind: 'booked',
        booking: calendar.insert(order),
      });
      calendar.script.push(...Array.from({ length: parts }, () => book), ...then);
    },
  };
}

describe('moving a service of several bookings', () => {
  it('books all of it at the new time, cancels the old, and stays the same appointment', async () => {
    const { ask, calendar, pass, starts, news, chains } = await booked();
    const event = moveCall(fifteen);
    await ask(event);
    expect(starts()).toEqual(setAt(fifteen));
    const { requestId } = calendar.orders[3]!;
    expect(calendar.orders.slice(3)).toMatchObject([
      { requestId, segment: 'colour', attendee: { name: 'Jonas Weber', email: 'jonas.weber@kunde.example' } },
      { requestId, segment: 'cut' },
      { requestId, segment: 'dry' },
    ]);
    expect(news()).toMatchObject([
      {
        type: 'booking.rescheduled.v1',
        data: {
          rootUid: 'uid-1',
          calcomUid: 'uid-4',
          start: fifteen,
          durationMinutes: 120,
          status: 'accepted',
          segments: [
            { key: 'colour', uid: 'uid-4' },
            { key: 'cut', uid: 'uid-5' },
            { key: 'dry', uid: 'uid-6' },
          ],
          functionCallIds: [event.id],
          changedBy: { operation: 'reschedule', requestId },
        },
      },
    ]);
    expect(news()[0]?.data).toMatchObject({ requestId: calendar.orders[0]!.requestId });
    expect(await chains.of(event.company, 'uid-2')).toMatchObject({ rootUid: 'uid-1', currentUid: 'uid-4' });
    await pass(minutes(70));
    expect(news()).toHaveLength(1);
  });

  it('is done when all of it is there already', async () => {
    const { ask, calendar, news } = await booked();
    await ask(moveCall(new Date(ten).toISOString()));
    expect(calendar.orders).toHaveLength(3);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { calcomUid: 'uid-1' } }]);
  });

  it('can be moved once more, and cancelled then', async () => {
    const { ask, pass, calendar, starts, news } = await booked();
    await ask(moveCall(fifteen));
    await pass(minutes(1));
    await ask(moveCall(sixteen, { uid: 'uid-4', answerBy: '2026-11-21T10:03:00.000Z' }));
    expect(starts()).toEqual(setAt(sixteen));
    await pass(minutes(1));
    await ask(cancelCall({ uid: 'uid-7', answerBy: '2026-11-21T10:04:00.000Z' }));
    expect(calendar.live).toEqual([]);
    expect(news()).toMatchObject([
      { type: 'booking.rescheduled.v1' },
      { type: 'booking.rescheduled.v1', data: { rootUid: 'uid-1', calcomUid: 'uid-7' } },
      { type: 'booking.cancelled.v1', data: { rootUid: 'uid-1', calcomUid: 'uid-7' } },
    ]);
  });

  it.each([1, 2, 3])('is not moved at all when part %d is refused: the old set stays', async (failing) => {
    const { ask, pass, starts, news, scriptAfter } = await booked();
    scriptAfter(failing - 1, () => taken);
    await ask(moveCall(fifteen));
    await pass(minutes(1));
    expect(starts()).toEqual(setAt(ten));
    expect(news()).toMatchObject([
      { type: 'booking.failed.v1', data: { operation: 'reschedule', reason: 'slot_taken', alternatives: [{}] } },
    ]);
  });

  it.each([1, 2, 3])('goes on when part %d is unclear and was booked', async (failing) => {
    const { ask, calendar, pass, starts, scriptAfter } = await booked();
    scriptAfter(failing - 1, (order) => {
      calendar.insert(order);
      return unclear;
    });
    await ask(moveCall(fifteen));
    await pass(minutes(1));
    expect(starts()).toEqual(setAt(fifteen));
    expect(calendar.orders).toHaveLength(6);
  });

  it.each([1, 2, 3])('leaves nothing half booked when part %d stays unclear', async (failing) => {
    const { ask, pass, starts, types, scriptAfter } = await booked();
    scriptAfter(failing - 1, ...[1, 2, 3].map(() => () => unclear));
    await ask(moveCall(fifteen, { answerBy: '2026-11-21T12:00:00.000Z' }));
    await pass(minutes(20));
    expect(starts()).toEqual(setAt(ten));
    expect(types()[1]).toBe(failing === 1 ? 'booking.unresolved.v1' : 'booking.failed.v1');
  });

  it('waits for a part that was booked a moment ago and does not show yet', async () => {
    const { ask, calendar, pass, starts, news, scriptAfter } = await booked();
    scriptAfter(2, (order) => {
      calendar.hidden.add('uid-5');
      return { kind: 'booked', booking: calendar.insert(order) };
    });
    await ask(moveCall(fifteen));
    await pass(10_000);
    expect(news()).toEqual([]);
    calendar.hidden.clear();
    await pass(10_000);
    expect(starts()).toEqual(setAt(fifteen));
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1' }]);
  });

  it('says nothing before the last old booking is cancelled', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.whileCancelling = (uid) =>
      uid === 'uid-3' ? { kind: 'unclear', providerText: 'timeout', isServerError: false } : undefined;
    await ask(moveCall(fifteen));
    await pass(minutes(30));
    expect(news()).toEqual([]);
    calendar.whileCancelling = () => undefined;
    await pass(minutes(1));
    expect(starts()).toEqual(setAt(fifteen));
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1' }]);
  });

  it('leaves to a person an old set that cannot be cancelled, and never touches the new one', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.whileCancelling = (uid) =>
      uid === 'uid-3' ? { kind: 'refused', reason: 'not_allowed', providerText: 'no' } : undefined;
    await ask(moveCall(fifteen));
    await pass(minutes(130));
    expect(starts()).toEqual([setAt(ten)[2], ...setAt(fifteen)]);
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'compensation_stuck' } }]);
  });

  it('is undone when a later wish comes before all of it is booked', async () => {
    const { ask, calendar, pass, starts, news, scriptAfter } = await booked();
    scriptAfter(1, async (order) => {
      await ask(moveCall(sixteen));
      return { kind: 'booked', booking: calendar.insert(order) };
    });
    await ask(moveCall(fifteen));
    await pass(minutes(1));
    expect(starts()).toEqual(setAt(sixteen));
    expect(news()).toMatchObject([
      { type: 'booking.failed.v1', data: { reason: 'superseded', start: fifteen } },
      { type: 'booking.rescheduled.v1', data: { start: sixteen } },
    ]);
  });

  it('is finished when a later wish comes while the old set is being cancelled', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    let asked: Promise<void> | undefined;
    calendar.whileCancelling = () => {
      asked ??= ask(moveCall(sixteen));
      return undefined;
    };
    await ask(moveCall(fifteen));
    await asked;
    await pass(minutes(5));
    expect(starts()).toEqual(setAt(sixteen));
    expect(news()).toMatchObject([
      { type: 'booking.rescheduled.v1', data: { start: fifteen } },
      { type: 'booking.rescheduled.v1', data: { start: sixteen } },
    ]);
  });

  it('is given up when the old set is cancelled by people meanwhile', async () => {
    const { ask, calendar, pass, news, scriptAfter } = await booked();
    scriptAfter(2, (order) => {
      for (const uid of ['uid-1', 'uid-2', 'uid-3']) calendar.change(uid, { status: 'cancelled' });
      return { kind: 'booked', booking: calendar.insert(order) };
    });
    await ask(moveCall(fifteen));
    await pass(minutes(1));
    expect(calendar.live).toEqual([]);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'appointment_ended' } }]);
  });

  it.each([
    ['all of it is cancelled', ['uid-1', 'uid-2', 'uid-3'], 'appointment_ended'],
    ['part of it is cancelled', ['uid-2'], 'not_allowed'],
  ])('is refused when %s', async (_, uids, reason) => {
    const { ask, calendar, news } = await booked();
    for (const uid of uids) calendar.change(uid, { status: 'cancelled' });
    await ask(moveCall(fifteen));
    expect(calendar.orders).toHaveLength(3);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason } }]);
  });

  it('cancels a part that comes to be long after the move was refused', async () => {
    const { ask, calendar, pass, starts, scriptAfter } = await booked();
    scriptAfter(1, () => taken);
    await ask(moveCall(fifteen));
    await pass(minutes(1));
    calendar.insert(calendar.orders[4]!);
    await pass(minutes(3));
    expect(starts()).toEqual(setAt(ten));
  });

  it.each(['before', 'after'] as const)('survives a crash at every call, %s its effect', async (when) => {
    let crashes = 0;
    for (let nth = 1; ; nth += 1) {
      const crash = new CrashAt(nth, when);
      const { ask, pass, starts, types } = await booked({ through: crash.through });
      await crash.during(ask, moveCall(fifteen));
      await crash.during(pass, minutes(8));
      expect({ nth, starts: starts(), types: types() }).toEqual({
        nth,
        starts: setAt(fifteen),
        types: ['booking.created.v1', 'booking.rescheduled.v1'],
      });
      if (!crash.hasCrashed) break;
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(20);
  });

  it.each(['before', 'after'] as const)(
    'is whole after a crash at every call of a failure, %s its effect',
    async (when) => {
      for (let nth = 1; ; nth += 1) {
        const crash = new CrashAt(nth, when);
        const { ask, calendar, pass, starts, types } = await booked({ through: crash.through });
        calendar.whileBooking = ({ segment }) => (segment === 'dry' ? taken : undefined);
        await crash.during(ask, moveCall(fifteen));
        await crash.during(pass, minutes(8));
        expect({ nth, starts: starts(), types: types() }).toEqual({
          nth,
          starts: setAt(ten),
          types: ['booking.created.v1', 'booking.failed.v1'],
        });
        if (!crash.hasCrashed) break;
      }
    },
  );
});
