import type { ChangeAnswer } from '../calendar/calendar';
import { bookingInMemory, functionCall, type World } from '../../test/support/booking-in-memory';
import { cancelCall, moveCall } from '../../test/support/change-calls';
import { CrashAt } from '../../test/support/crash-at';
import { composite } from '../../test/support/composite';

const unclear: ChangeAnswer = { kind: 'unclear', providerText: 'timeout', isServerError: false };
const minutes = (count: number) => count * 60_000;
const eleven = '2026-11-26T10:00:00.000Z';

async function booked(world: World = {}) {
  const booking = bookingInMemory(world);
  await booking.ask();
  await booking.pass(minutes(1));
  return { ...booking, news: () => booking.published().slice(1) };
}

describe('cancelling an appointment', () => {
  it('cancels once, with a reason, and says which request did it', async () => {
    const { ask, calendar, news } = await booked();
    const event = cancelCall();
    await ask(event);
    expect(calendar.live).toEqual([]);
    expect(calendar.cancellations).toEqual([{ uid: 'uid-1', reason: 'Callbook: cancelled by the caller' }]);
    expect(news()).toMatchObject([
      {
        type: 'booking.cancelled.v1',
        data: {
          status: 'cancelled',
          calcomUid: 'uid-1',
          functionCallIds: [event.id],
          attendeeAsSaid: { name: 'Jonas Weber' },
          host: { id: 1002 },
          changedBy: { operation: 'cancel', requestKey: event.data.requestKey },
        },
      },
    ]);
  });

  it("gives the caller's own reason where there is one", async () => {
    const { ask, calendar } = await booked();
    await ask(cancelCall({ reason: 'Bin krank' }));
    expect(calendar.cancellations).toMatchObject([{ reason: 'Bin krank' }]);
  });

  it.each(['cancelled', 'rejected'] as const)(
    'is done without a POST when it was %s already, by whomever',
    async (status) => {
      const { ask, calendar, news } = await booked();
      calendar.change('uid-1', { status });
      await ask(cancelCall());
      expect(calendar.cancellations).toEqual([]);
      expect(news()).toMatchObject([{ type: 'booking.cancelled.v1', data: { status } }]);
    },
  );

  it('cancels the booking it was moved to in the calendar', async () => {
    const { ask, calendar, news } = await booked();
    calendar.move('uid-1', new Date(eleven));
    await ask(cancelCall());
    expect(calendar.live).toEqual([]);
    expect(news()).toMatchObject([{ data: { rootUid: 'uid-1', calcomUid: 'uid-2', start: eleven } }]);
  });

  it('lets the same wish for a booking be made anew afterwards', async () => {
    const { ask, calendar, clock, pass, types } = await booked();
    await ask(cancelCall());
    await pass(1_000);
    await ask({ ...functionCall(), time: clock.now().toISOString() });
    expect(calendar.live).toHaveLength(1);
    expect(types()).toEqual(['booking.created.v1', 'booking.cancelled.v1', 'booking.created.v1']);
  });

  it('cancels what was booked on the web and never published', async () => {
    const { ask, calendar, published } = bookingInMemory();
    const order = { eventTypeId: 2001, start: new Date(eleven), requestId: 'x', segment: null } as never;
    calendar.insert(order, { metadata: {}, attendee: null });
    await ask(cancelCall());
    expect(published()).toMatchObject([
      { type: 'booking.cancelled.v1', data: { call: null, service: { key: expect.any(String) } } },
    ]);
  });

  it.each([
    ['has ended', '2026-11-26T09:30:00.000Z', 'appointment_ended'],
    ['has begun', '2026-11-26T09:10:00.000Z', 'too_late'],
  ])('is refused without a POST when the appointment %s', async (_, now, reason) => {
    const { ask, calendar, clock, news } = await booked();
    clock.pass(Date.parse(now) - clock.now().getTime());
    await ask(cancelCall({ answerBy: now }));
    expect(calendar.cancellations).toEqual([]);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { operation: 'cancel', reason } }]);
  });

  it('is refused when there is no such booking', async () => {
    const { ask, published } = bookingInMemory();
    await ask(cancelCall({ uid: 'nowhere' }));
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'appointment_unknown' } }]);
  });

  it('looks a second time before it says that there is no booking of one that was published', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.hidden.add('uid-1');
    await ask(cancelCall());
    expect(news()).toEqual([]);
    calendar.hidden.clear();
    await pass(minutes(1));
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1' }]);
  });

  it('passes on a refusal in words once a look has shown the booking alive', async () => {
    const { ask, calendar, news } = await booked();
    calendar.whileCancelling = () => ({ kind: 'refused', reason: 'not_allowed', providerText: 'x'.repeat(400) });
    await ask(cancelCall());
    expect(calendar.live).toHaveLength(1);
    expect(news()).toMatchObject([
      { type: 'booking.failed.v1', data: { reason: 'not_allowed', providerText: 'x'.repeat(400), alternatives: [] } },
    ]);
  });

  it('takes "cancelled already" for a success only when the calendar shows it', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.whileCancelling = () => ({
      kind: 'refused',
      reason: 'appointment_ended',
      providerText: 'cancelled already',
    });
    await ask(cancelCall());
    expect(news()).toEqual([]);
    calendar.change('uid-1', { status: 'cancelled' });
    await pass(minutes(1));
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1' }]);
  });

  it('hands to a person a booking that the calendar calls cancelled and keeps showing alive', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.whileCancelling = () => ({
      kind: 'refused',
      reason: 'appointment_ended',
      providerText: 'cancelled already',
    });
    await ask(cancelCall());
    await pass(minutes(3));
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'booking_ended_meanwhile' } }]);
  });

  it('is seen at the first look when the answer got lost', async () => {
    const { ask, calendar, news } = await booked();
    calendar.whileCancelling = (uid) => {
      calendar.change(uid, { status: 'cancelled' });
      return unclear;
    };
    await ask(cancelCall());
    expect(calendar.cancellations).toHaveLength(1);
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1' }]);
  });

  it('tries again while the calendar shows it alive', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.whileCancelling = () => (calendar.cancellations.length < 3 ? unclear : undefined);
    await ask(cancelCall());
    await pass(minutes(1));
    expect(calendar.cancellations).toHaveLength(3);
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1' }]);
  });

  it('is not tried again beside a POST whose lease is not over', async () => {
    const { ask, calendar, clock } = await booked();
    const event = cancelCall();
    calendar.whileCancelling = async () => {
      clock.pass(30_000);
      if (calendar.cancellations.length === 1) await ask(event);
      return undefined;
    };
    await ask(event);
    expect(calendar.cancellations).toHaveLength(1);
  });

  it('says nothing while the calendar does not show where the booking was moved to', async () => {
    const { ask, calendar, pass, news } = await booked();
    const { uid } = calendar.move('uid-1', new Date(eleven));
    calendar.hidden.add(uid);
    await ask(cancelCall());
    await pass(minutes(5));
    expect(news()).toEqual([]);
    calendar.hidden.clear();
    await pass(minutes(1));
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1', data: { calcomUid: uid } }]);
  });

  it('is left to a person when the calendar never shows it', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.hidden.add(calendar.move('uid-1', new Date(eleven)).uid);
    await ask(cancelCall());
    await pass(minutes(12));
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'booking_ended_meanwhile' } }]);
  });

  it('waits as long as it is told to when the calendar did not take the POST', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.whileCancelling = () =>
      calendar.cancellations.length < 2
        ? { kind: 'not_taken', code: 'calcom_rate_limited', message: 'too many', retryAfterMs: 30_000 }
        : undefined;
    await ask(cancelCall());
    await pass(29_000);
    expect(calendar.cancellations).toHaveLength(1);
    await pass(2_000);
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1' }]);
  });

  it('says "not cancelled" only when no POST can do it any more, and two looks have shown it alive', async () => {
    const { ask, calendar, clock, pass, news } = await booked();
    let lastPost = 0;
    calendar.whileCancelling = () => {
      lastPost = clock.now().getTime();
      return unclear;
    };
    await ask(cancelCall());
    while (news().length === 0) await pass(1_000);
    expect(news()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'too_late' } }]);
    expect(clock.now().getTime() - lastPost).toBeGreaterThanOrEqual(130_000);
    expect(lastPost).toBeLessThanOrEqual(Date.parse('2026-11-21T10:11:30Z'));
    expect(calendar.cancellations.length).toBeLessThan(20);
  });

  it('publishes a cancellation that came about after "not cancelled" was said', async () => {
    const { ask, calendar, pass, types } = await booked();
    calendar.whileCancelling = () => unclear;
    await ask(cancelCall());
    await pass(minutes(14));
    calendar.change('uid-1', { status: 'cancelled' });
    await pass(minutes(60));
    expect(types()).toEqual(['booking.created.v1', 'booking.failed.v1', 'booking.cancelled.v1']);
  });

  it('gives way to a later wish about the same appointment', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.whileCancelling = () => unclear;
    await ask(cancelCall());
    await ask(moveCall(eleven));
    await pass(minutes(5));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    expect(news()).toMatchObject([
      { type: 'booking.failed.v1', data: { operation: 'cancel', reason: 'superseded' } },
      { type: 'booking.rescheduled.v1', data: { start: eleven } },
    ]);
  });

  it('is not lost when it was made while the caller changed their mind', async () => {
    const { ask, calendar, pass, news } = await booked();
    calendar.whileCancelling = (uid) => {
      void ask(moveCall(eleven));
      calendar.change(uid, { status: 'cancelled' });
      return { kind: 'changed', booking: calendar.shownOf(uid) };
    };
    await ask(cancelCall());
    await pass(minutes(1));
    expect(news()).toMatchObject([
      { type: 'booking.cancelled.v1' },
      { type: 'booking.failed.v1', data: { operation: 'reschedule', reason: 'appointment_ended' } },
    ]);
  });

  it('withdraws a wish that is not booked yet', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(() => ({ kind: 'unclear', providerText: 'timeout', isServerError: false }));
    await ask();
    await ask(cancelCall({ target: null, start: functionCall().data.start }));
    await pass(minutes(3));
    expect(types()).toEqual(['booking.failed.v1']);
  });
});

describe('cancelling a service of several bookings', () => {
  it('cancels all of them', async () => {
    const { ask, calendar, news } = await booked({ service: composite });
    await ask(cancelCall());
    expect(calendar.live).toEqual([]);
    expect(news()).toMatchObject([
      {
        type: 'booking.cancelled.v1',
        data: { status: 'cancelled', segments: [{ uid: 'uid-1' }, { uid: 'uid-2' }, { uid: 'uid-3' }] },
      },
    ]);
  });

  it('says "cancelled" only when every one is, and never "not cancelled" of half of it', async () => {
    const { ask, calendar, pass, news } = await booked({ service: composite });
    calendar.whileCancelling = (uid) =>
      uid === 'uid-2' ? { kind: 'refused', reason: 'not_allowed', providerText: 'no' } : undefined;
    await ask(cancelCall());
    await pass(minutes(30));
    expect(news()).toEqual([]);
    calendar.whileCancelling = () => undefined;
    await pass(minutes(2));
    expect(calendar.live).toEqual([]);
    expect(news()).toMatchObject([{ type: 'booking.cancelled.v1' }]);
  });

  it('leaves to a person what stays half cancelled', async () => {
    const { ask, calendar, pass, news } = await booked({ service: composite });
    calendar.whileCancelling = (uid) => (uid === 'uid-2' ? unclear : undefined);
    await ask(cancelCall());
    await pass(minutes(65));
    expect(news()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'compensation_stuck' } }]);
  });
});

describe.each<[string, World['service']]>([
  ['an appointment', undefined],
  ['a service of several bookings', composite],
])('cancelling %s', (_, service) => {
  it.each(['before', 'after'] as const)('survives a crash at every call, %s its effect', async (when) => {
    let crashes = 0;
    for (let nth = 1; ; nth += 1) {
      const crash = new CrashAt(nth, when);
      const { ask, calendar, pass, types } = await booked({ service, through: crash.through });
      await crash.during(ask, cancelCall());
      await crash.during(pass, minutes(6));
      expect({ nth, live: calendar.live.length, types: types() }).toEqual({
        nth,
        live: 0,
        types: ['booking.created.v1', 'booking.cancelled.v1'],
      });
      if (!crash.hasCrashed) break;
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(5);
  });
});
