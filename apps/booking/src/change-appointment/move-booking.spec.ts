import type { Staff } from '@callbook/catalogue';
import { derivedId } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { ChangeAnswer } from '../calendar/calendar';
import { bookingInMemory, functionCall, type World } from '../../test/support/booking-in-memory';
import { cancelCall, moveCall } from '../../test/support/change-calls';
import { CrashAt } from '../../test/support/crash-at';

const unclear = (isServerError = false): ChangeAnswer => ({ kind: 'unclear', providerText: 'timeout', isServerError });
const refusal = (reason: 'slot_taken' | 'too_late' | 'appointment_ended', providerText = 'no'): ChangeAnswer => ({
  kind: 'refused',
  reason,
  providerText,
});
const minutes = (count: number) => count * 60_000;
const ten = functionCall().data.start;
const eleven = '2026-11-26T10:00:00.000Z';
const twelve = '2026-11-26T11:00:00.000Z';

async function booked(world: World = {}) {
  const booking = bookingInMemory(world);
  await booking.ask();
  await booking.pass(minutes(1));
  const { calendar } = booking;
  return {
    ...booking,
    news: () => booking.published().slice(1),
    starts: () => calendar.live.map(({ start }) => start.toISOString()),
  };
}

type Booking = Awaited<ReturnType<typeof booked>>;

/** Does something whenever a port is called, once there is an appointment. */
class Through {
  private booking: Booking | undefined;

  constructor(private readonly onCall: (name: string, booking: Booking) => unknown) {}

  async booked(make: typeof booked): Promise<Booking> {
    const through = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== 'function') return value;
          return async (...given: unknown[]): Promise<unknown> => {
            if (this.booking) this.onCall(String(name), this.booking);
            return Reflect.apply(value, target, given);
          };
        },
      });
    const booking = await make({ through });
    this.booking = booking;
    return booking;
  }

  stop(): void {
    this.booking = undefined;
  }
}

describe('moving an appointment', () => {
  it('moves once, stays the same appointment, and says which request did it', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    const event = moveCall(eleven, { reason: 'Zug verpasst' });
    await ask(event);
    expect(starts()).toEqual([eleven]);
    expect(calendar.moves).toMatchObject([{ uid: 'uid-1', reason: 'Zug verpasst', hostSubset: null }]);
    expect(news()).toMatchObject([
      {
        type: 'booking.rescheduled.v1',
        data: {
          rootUid: 'uid-1',
          calcomUid: 'uid-2',
          start: eleven,
          host: { id: 1002 },
          hostReadFrom: 'post',
          attendeeAsSaid: { name: 'Jonas Weber' },
          functionCallIds: [event.id],
          changedBy: { operation: 'reschedule', requestKey: event.data.requestKey },
        },
      },
    ]);
    await pass(minutes(70));
    expect(news()).toHaveLength(1);
  });

  it('is done without a POST when it is at that time already, by whomever', async () => {
    const { ask, calendar, news } = await booked();
    calendar.move('uid-1', new Date(eleven));
    await ask(moveCall(eleven));
    expect(calendar.moves).toEqual([]);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { calcomUid: 'uid-2', start: eleven } }]);
  });

  it('goes on from where it was moved to in the calendar', async () => {
    const { ask, calendar, starts, news } = await booked();
    calendar.move('uid-1', new Date(twelve));
    await ask(moveCall(eleven));
    expect(starts()).toEqual([eleven]);
    expect(calendar.moves).toMatchObject([{ uid: 'uid-2' }]);
    expect(news()).toMatchObject([{ data: { rootUid: 'uid-1', calcomUid: 'uid-3' } }]);
  });

  it('goes on from where it was moved to while the POST was on its way', async () => {
    const { ask, calendar, starts, news } = await booked();
    calendar.moveScript.push((uid) => {
      calendar.move(uid, new Date(twelve));
      return refusal('appointment_ended', 'because it has been cancelled and rescheduled already');
    });
    await ask(moveCall(eleven));
    expect(starts()).toEqual([eleven]);
    expect(news()).toMatchObject([{ data: { calcomUid: 'uid-3', start: eleven } }]);
  });

  it('does not say "moved for certain" of what the salon must still confirm', async () => {
    const { ask, calendar, news } = await booked();
    calendar.moveScript.push((uid, { start }) => ({
      kind: 'changed',
      booking: calendar.move(uid, start, { status: 'pending' }),
    }));
    await ask(moveCall(eleven));
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { status: 'pending' } }]);
  });

  it('asks for the host where the answer has none', async () => {
    const { ask, calendar, news } = await booked();
    calendar.moveScript.push((uid, { start }) => ({
      kind: 'changed',
      booking: { ...calendar.move(uid, start), host: null, hostMissingReason: 'no_host' },
    }));
    await ask(moveCall(eleven));
    expect(news()).toMatchObject([{ data: { host: { id: 1002 }, hostMissingReason: null } }]);
  });

  it('keeps the person where the calendar can be told so', async () => {
    const { ask, calendar } = await booked({ service: { hostSubsets: true } });
    await ask(moveCall(eleven));
    expect(calendar.moves).toMatchObject([{ hostSubset: [1002] }]);
  });

  it.each([
    ['cancelled', 'appointment_ended'],
    ['rejected', 'appointment_ended'],
  ] as const)('is refused when it was %s meanwhile', async (status, reason) => {
    const { ask, calendar, news } = await booked();
    calendar.change('uid-1', { status });
    await ask(moveCall(eleven));
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { operation: 'reschedule', reason } }]);
  });

  it.each([
    ['the wanted time has passed', '2026-11-21T10:00:30.000Z', {}, 'in_past'],
    ['the agent stopped waiting long ago', eleven, { answerBy: '2026-11-21T09:50:59.000Z' }, 'too_late'],
    ['there is no such booking', eleven, { uid: 'nowhere' }, 'appointment_unknown'],
  ])('is refused without a POST when %s', async (_, start, wish, reason) => {
    const { ask, calendar, news } = await booked();
    await ask(moveCall(start, wish));
    expect(calendar.moves).toEqual([]);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason } }]);
  });

  it('is refused with other starts when the new one is taken, and the old one stays', async () => {
    const { ask, calendar, starts, news } = await booked();
    calendar.moveScript.push(() => refusal('slot_taken', 'x'.repeat(400)));
    await ask(moveCall(eleven));
    expect(starts()).toEqual([ten]);
    expect(news()).toMatchObject([
      {
        type: 'booking.failed.v1',
        data: {
          reason: 'slot_taken',
          providerText: 'x'.repeat(400),
          alternatives: [{ start: '2026-11-26T10:30:00.000Z' }],
        },
      },
    ]);
  });

  it('says that the wished person is not free when the move was bound to them', async () => {
    const staffId = derivedId('spec', 'mehmet');
    const mehmet = { id: staffId, calcomUserId: 1002 } as Staff;
    const { ask, pass, calendar, published } = bookingInMemory({
      service: { hostSubsets: true },
      catalogue: { findStaff: () => mehmet, staff: () => mehmet, staffOfCalcomUser: () => mehmet },
    });
    await ask(functionCall({ preferredStaff: 'Mehmet' }));
    await pass(minutes(1));
    calendar.moveScript.push(() => refusal('slot_taken'));
    await ask(moveCall(eleven));
    expect(published()[1]).toMatchObject({ data: { reason: 'preferred_staff_unavailable' } });
  });

  it('is refused when it was answered with a booking that is not the one moved', async () => {
    const { ask, calendar, starts, news } = await booked();
    calendar.moveScript.push((_, { start }) => ({
      kind: 'changed',
      booking: calendar.insert({ ...calendar.orders[0]!, requestId: 'other', start }),
    }));
    await ask(moveCall(eleven));
    expect(starts()).toEqual([ten, eleven]);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'slot_taken' } }]);
  });
});

describe('a move nobody has a clear answer to', () => {
  it('is seen at the first look when it was made', async () => {
    const { ask, calendar, starts, news } = await booked();
    calendar.moveScript.push((uid, { start }) => {
      calendar.move(uid, start);
      return unclear();
    });
    await ask(moveCall(eleven));
    expect(starts()).toEqual([eleven]);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { calcomUid: 'uid-2' } }]);
  });

  it('is made again only when "not moved" is conclusive and was seen twice', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(() => unclear());
    await ask(moveCall(eleven, { answerBy: '2026-11-21T10:30:00.000Z' }));
    await pass(129_000);
    expect(calendar.moves).toHaveLength(1);
    await pass(2_000);
    expect(starts()).toEqual([eleven]);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1' }]);
  });

  it('is "not moved" only then when no POST may be sent any more', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(() => unclear());
    await ask(moveCall(eleven, { answerBy: '2026-11-21T09:53:00.000Z' }));
    await pass(129_000);
    expect(news()).toEqual([]);
    await pass(2_000);
    expect(starts()).toEqual([ten]);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'too_late' } }]);
  });

  it('is left to a person when it stays unclear, and still said to be made when that shows later', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.moveScript.push(...[1, 2, 3].map(() => () => unclear()));
    await ask(moveCall(eleven, { answerBy: '2026-11-21T12:00:00.000Z' }));
    await pass(minutes(8));
    expect(calendar.moves).toHaveLength(3);
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'not_found_after_unclear_post' } }]);
    calendar.move('uid-1', new Date(eleven));
    await pass(minutes(15));
    expect(news().slice(1)).toMatchObject([
      { type: 'booking.rescheduled.v1', data: { start: eleven, changedBy: { operation: 'reschedule' } } },
    ]);
  });

  it('finds its own work behind the refusal of a second try', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(
      () => unclear(),
      (uid, { start }) => {
        calendar.move(uid, start);
        return refusal('appointment_ended', 'rescheduled already to booking with uid=uid-2');
      },
    );
    await ask(moveCall(eleven, { answerBy: '2026-11-21T10:30:00.000Z' }));
    await pass(minutes(3));
    expect(starts()).toEqual([eleven]);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { calcomUid: 'uid-2' } }]);
  });

  it('is "taken" when the calendar failed inside and does not offer the start any more', async () => {
    const { ask, calendar, pass, news } = await booked({ offered: false });
    calendar.moveScript.push(() => unclear(true));
    await ask(moveCall(eleven));
    await pass(minutes(3));
    expect(calendar.moves).toHaveLength(1);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'slot_taken' } }]);
  });

  it('is left to a person when the calendar calls the booking gone and keeps showing it', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.moveScript.push(() => refusal('appointment_ended'));
    await ask(moveCall(eleven));
    expect(news()).toEqual([]);
    await pass(minutes(3));
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'booking_ended_meanwhile' } }]);
  });

  it('is tried again when the calendar did not take it', async () => {
    const { ask, calendar, pass, starts } = await booked();
    calendar.moveScript.push(() => ({
      kind: 'not_taken',
      code: 'calcom_rate_limited',
      message: 'x',
      retryAfterMs: 30_000,
    }));
    await ask(moveCall(eleven));
    await pass(29_000);
    expect(calendar.moves).toHaveLength(1);
    await pass(2_000);
    expect(starts()).toEqual([eleven]);
  });

  it('is told once it is done long after "not moved" was said', async () => {
    const { ask, calendar, pass, starts, types } = await booked();
    calendar.moveScript.push(() => unclear());
    await ask(moveCall(eleven, { answerBy: '2026-11-21T09:53:00.000Z' }));
    await pass(minutes(3));
    calendar.move('uid-1', new Date(eleven));
    await pass(minutes(10));
    expect(starts()).toEqual([eleven]);
    expect(types()).toEqual(['booking.created.v1', 'booking.failed.v1', 'booking.rescheduled.v1']);
  });

  it('ends with one booking when the first POST is served long after the second', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(() => unclear());
    await ask(moveCall(eleven, { answerBy: '2026-11-21T10:30:00.000Z' }));
    await pass(minutes(3));
    calendar.move('uid-1', new Date(eleven));
    expect(starts()).toEqual([eleven, eleven]);
    await pass(minutes(15));
    expect(calendar.live.map(({ uid }) => uid)).toEqual(['uid-2']);
    expect(news()).toMatchObject([{ data: { calcomUid: 'uid-2' } }]);
  });

  it('ends with one booking, at the time asked for, when the same one was moved elsewhere beside it', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push((uid, { start }) => {
      calendar.move(uid, start);
      calendar.move(uid, new Date(twelve));
      return unclear();
    });
    await ask(moveCall(eleven));
    await pass(minutes(3));
    expect(starts()).toEqual([eleven]);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { calcomUid: 'uid-2', start: eleven } }]);
  });

  it('is left to a person when people have moved it on since', async () => {
    const { ask, calendar, starts, news } = await booked();
    calendar.moveScript.push((uid, { start }) => {
      calendar.move(calendar.move(uid, start).uid, new Date(twelve));
      return unclear();
    });
    await ask(moveCall(eleven));
    expect(starts()).toEqual([twelve]);
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'booking_ended_meanwhile' } }]);
  });
});

describe('a POST that moves', () => {
  it('is not sent when what is left of its lease is shorter than it may take', async () => {
    const slow = new Through((name, booking) => name === 'move' && booking.clock.pass(20_000));
    const { ask, calendar, pass, starts } = await slow.booked(booked);
    await ask(moveCall(eleven));
    expect(calendar.moves).toEqual([]);
    slow.stop();
    await pass(minutes(1));
    expect(starts()).toEqual([eleven]);
  });

  it('is not sent beside one whose lease is not over', async () => {
    const { ask, calendar } = await booked();
    const event = moveCall(eleven);
    calendar.moveScript.push(async (uid, { start }) => {
      await ask(event);
      await ask(moveCall(eleven));
      return { kind: 'changed', booking: calendar.move(uid, start) };
    });
    await ask(event);
    expect(calendar.moves).toHaveLength(1);
  });

  it('is told by a look when it was made but could not be told at once', async () => {
    let refusals = 1;
    const away = new Through((name) => {
      if (name === 'settle' && refusals-- > 0) throw new RetryableError('chain_moved_on', 'newer state known');
    });
    const { ask, calendar, pass, news } = await away.booked(booked);
    await ask(moveCall(eleven));
    await pass(10_000);
    expect(calendar.moves).toHaveLength(1);
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1' }]);
  });
});

describe('two wishes about one appointment', () => {
  it('are carried out one after the other: the last one counts', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(async (uid, { start }) => {
      await ask(moveCall(twelve));
      expect(calendar.moves).toHaveLength(1);
      return { kind: 'changed', booking: calendar.move(uid, start) };
    });
    await ask(moveCall(eleven));
    await pass(minutes(1));
    expect(starts()).toEqual([twelve]);
    expect(news()).toMatchObject([
      { type: 'booking.rescheduled.v1', data: { start: eleven } },
      { type: 'booking.rescheduled.v1', data: { start: twelve, rootUid: 'uid-1', calcomUid: 'uid-3' } },
    ]);
  });

  it('of two calls are too', async () => {
    const { ask, calendar, pass, starts } = await booked();
    calendar.moveScript.push(async (uid, { start }) => {
      await ask(moveCall(twelve, { retellCallId: 'call_other' }));
      expect(calendar.moves).toHaveLength(1);
      return { kind: 'changed', booking: calendar.move(uid, start) };
    });
    await ask(moveCall(eleven));
    await pass(minutes(1));
    expect(starts()).toEqual([twelve]);
  });

  it('do not get in each other’s way when the first is given up before it was sent', async () => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(() => ({ kind: 'not_taken', code: 'x', message: 'x', retryAfterMs: 30_000 }));
    await ask(moveCall(eleven));
    await ask(moveCall(twelve));
    await pass(minutes(1));
    expect(starts()).toEqual([twelve]);
    expect(news()).toMatchObject([
      { type: 'booking.failed.v1', data: { reason: 'superseded', start: eleven } },
      { type: 'booking.rescheduled.v1', data: { start: twelve } },
    ]);
  });

  it.each([
    ['was made', true],
    ['was not made', false],
  ])('end at the last time when the first is unclear and %s', async (_, isMade) => {
    const { ask, calendar, pass, starts, news } = await booked();
    calendar.moveScript.push(async (uid, { start }) => {
      await ask(moveCall(twelve));
      if (isMade) calendar.move(uid, start);
      return unclear();
    });
    await ask(moveCall(eleven));
    await pass(minutes(4));
    expect(starts()).toEqual([twelve]);
    expect(news()).toMatchObject([
      isMade ? { type: 'booking.rescheduled.v1' } : { type: 'booking.failed.v1', data: { reason: 'superseded' } },
      { type: 'booking.rescheduled.v1', data: { start: twelve } },
    ]);
  });

  it('end at the last time when the first is served long after it was given up', async () => {
    const { ask, calendar, pass, starts } = await booked();
    calendar.moveScript.push(() => unclear());
    await ask(moveCall(eleven));
    await ask(moveCall(twelve));
    await pass(minutes(3));
    expect(starts()).toEqual([twelve]);
    calendar.move('uid-1', new Date(eleven));
    await pass(minutes(15));
    expect(starts()).toEqual([twelve]);
  });

  it('end cancelled when the last is to cancel', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.moveScript.push(async (uid, { start }) => {
      await ask(cancelCall());
      return { kind: 'changed', booking: calendar.move(uid, start) };
    });
    await ask(moveCall(eleven));
    await pass(minutes(1));
    expect(calendar.live).toEqual([]);
    expect(news()).toMatchObject([
      { type: 'booking.rescheduled.v1' },
      { type: 'booking.cancelled.v1', data: { calcomUid: 'uid-2' } },
    ]);
  });
});

describe('a crash while an appointment is moved', () => {
  it('leaves in doubt what the POST has done until that is conclusive', async () => {
    const { ask, calendar, pass, starts, types } = await booked();
    calendar.moveScript.push(() => Promise.reject(new Error('crash')));
    await expect(ask(moveCall(eleven))).rejects.toThrow('crash');
    await pass(100_000);
    expect(calendar.moves).toHaveLength(1);
    calendar.move('uid-1', new Date(eleven));
    await pass(minutes(1));
    expect(starts()).toEqual([eleven]);
    expect(types()).toEqual(['booking.created.v1', 'booking.rescheduled.v1']);
  });

  it.each(['before', 'after'] as const)('is survived at every call, %s its effect', async (when) => {
    let crashes = 0;
    for (let nth = 1; ; nth += 1) {
      const crash = new CrashAt(nth, when);
      const { ask, pass, starts, types } = await booked({ through: crash.through });
      await crash.during(ask, moveCall(eleven));
      await crash.during(pass, minutes(6));
      expect({ nth, starts: starts(), types: types() }).toEqual({
        nth,
        starts: [eleven],
        types: ['booking.created.v1', 'booking.rescheduled.v1'],
      });
      if (!crash.hasCrashed) break;
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(5);
  });

  it.each(['before', 'after'] as const)('of two wishes at once leaves one booking, %s the effect', async (when) => {
    for (let nth = 1; ; nth += 1) {
      const crash = new CrashAt(nth, when);
      const { ask, calendar, pass, starts } = await booked({ through: crash.through });
      const last = moveCall(twelve);
      calendar.moveScript.push(async (uid, { start }) => {
        await ask(last).catch(() => undefined);
        return { kind: 'changed', booking: calendar.move(uid, start) };
      });
      await crash.during(ask, moveCall(eleven));
      await crash.during(ask, last);
      await crash.during(pass, minutes(8));
      expect({ nth, starts: starts() }).toEqual({ nth, starts: [twelve] });
      if (!crash.hasCrashed) break;
    }
  });
});
