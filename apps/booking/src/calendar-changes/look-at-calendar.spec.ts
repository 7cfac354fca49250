import { type BookingStatus, derivedId, sampleCompany } from '@callbook/contracts';
import { bookingInMemory, type World } from '../../test/support/booking-in-memory';
import { cancelCall, moveCall } from '../../test/support/change-calls';
import { composite } from '../../test/support/composite';
import type { Hint } from './hint';

const minutes = (count: number) => count * 60_000;
const eleven = new Date('2026-11-26T10:00:00.000Z');
const twelve = new Date('2026-11-26T11:00:00.000Z');

type Booking = ReturnType<typeof bookingInMemory>;

async function booked(world: World = {}, prepare: (booking: Booking) => void = () => undefined) {
  const booking = bookingInMemory(world);
  prepare(booking);
  await booking.ask();
  await booking.pass(minutes(1));
  const hint = (uid: string, expectedStatus: BookingStatus | null, previousUid: string | null = null) => {
    const seen: Pick<Hint, 'messageId' | 'looks' | 'failures'> = {
      messageId: derivedId('spec', 'hint'),
      looks: 0,
      failures: 0,
    };
    const told = { company: sampleCompany, uid, previousUid, trigger: 'spec', expectedStatus };
    return booking.lookAtCalendar.execute({ ...told, ...seen, mustLook: expectedStatus === null });
  };
  return { ...booking, hint, news: () => booking.published().slice(1) };
}

describe('a hint about a service of several bookings', () => {
  const salon = () => booked({ service: composite });

  it.each(['uid-1', 'uid-2', 'uid-3'])('tells nothing new when it is about our own booking %s', async (uid) => {
    const { hint, news } = await salon();
    expect(await hint(uid, 'accepted')).toEqual({ kind: 'done', as: 'known' });
    expect(await hint(uid, null)).toEqual({ kind: 'done', as: 'no_news' });
    expect(news()).toEqual([]);
  });

  it('publishes that it is cancelled once all of it is', async () => {
    const { hint, calendar, news } = await salon();
    calendar.change('uid-3', { status: 'cancelled' });
    calendar.change('uid-2', { status: 'cancelled' });
    expect(await hint('uid-2', 'cancelled')).toEqual({ kind: 'not_yet', finding: 'composite_changed' });
    expect(news()).toEqual([]);
    calendar.change('uid-1', { status: 'cancelled' });
    expect(await hint('uid-2', 'cancelled')).toEqual({ kind: 'done', as: 'published' });
    expect(await hint('uid-1', 'cancelled')).toEqual({ kind: 'done', as: 'known' });
    expect(news()).toMatchObject([
      { type: 'booking.cancelled.v1', data: { rootUid: 'uid-1', segments: [{ uid: 'uid-1' }, {}, {}] } },
    ]);
  });

  it.each(['uid-1', 'uid-2'])('publishes no half truth when people moved %s of it', async (moved) => {
    const { hint, calendar, news } = await salon();
    const { uid } = calendar.move(moved, twelve);
    expect(await hint(uid, 'accepted', moved)).toEqual({ kind: 'not_yet', finding: 'composite_changed' });
    expect(await hint(moved, 'cancelled')).toEqual({ kind: 'not_yet', finding: 'composite_changed' });
    expect(news()).toEqual([]);
  });

  it('does not take the end of a booking that was moved out of it for the end of all', async () => {
    const { hint, calendar, news } = await salon();
    const { uid } = calendar.move('uid-1', twelve);
    calendar.change(uid, { status: 'cancelled' });
    expect(await hint(uid, 'cancelled', 'uid-1')).toEqual({ kind: 'not_yet', finding: 'composite_changed' });
    expect(news()).toEqual([]);
  });

  it('publishes that it is confirmed once all of it is', async () => {
    const pending = await booked({ service: composite }, ({ calendar }) => {
      for (const status of ['pending', 'accepted', 'pending'] as const)
        calendar.script.push((order) => ({ kind: 'booked', booking: calendar.insert(order, { status }) }));
    });
    pending.calendar.change('uid-1', { status: 'accepted' });
    expect(await pending.hint('uid-1', 'accepted')).toEqual({ kind: 'done', as: 'no_news' });
    pending.calendar.change('uid-3', { status: 'accepted' });
    expect(await pending.hint('uid-3', 'accepted')).toEqual({ kind: 'done', as: 'published' });
    expect(pending.news()).toMatchObject([{ type: 'booking.created.v1', data: { status: 'accepted' } }]);
  });

  it.each([
    ['moved', () => moveCall('2026-11-26T14:00:00.000Z')],
    ['cancelled', () => cancelCall()],
  ])('waits while all of it is being %s, and says nothing of its own', async (_, call) => {
    const { ask, hint, calendar, pass, types } = await salon();
    let resists = true;
    calendar.whileCancelling = (uid) =>
      resists && uid === 'uid-2' ? { kind: 'unclear', providerText: 'timeout', isServerError: false } : undefined;
    await ask(call());
    expect(await hint('uid-1', 'cancelled')).toEqual({ kind: 'wait' });
    resists = false;
    await pass(minutes(1));
    expect(types()).toHaveLength(2);
    expect(await hint('uid-3', 'cancelled')).toEqual({ kind: 'done', as: 'known' });
  });
});

describe('a hint about one of two bookings that came from one', () => {
  it('leaves the published one the appointment, and is a finding should the other live on', async () => {
    const { hint, calendar, news } = await booked();
    const first = calendar.move('uid-1', eleven);
    expect(await hint(first.uid, 'accepted')).toEqual({ kind: 'done', as: 'published' });
    const second = calendar.move('uid-1', twelve);
    expect(await hint(second.uid, 'accepted')).toEqual({ kind: 'not_yet', finding: 'second_chain' });
    calendar.change(second.uid, { status: 'cancelled' });
    expect(await hint(second.uid, 'cancelled')).toEqual({ kind: 'done', as: 'no_news' });
    expect(news()).toMatchObject([{ type: 'booking.rescheduled.v1', data: { calcomUid: first.uid } }]);
  });

  it('publishes the other once the published one is cancelled', async () => {
    const { hint, calendar, pass, news } = await booked();
    const first = calendar.move('uid-1', eleven);
    await hint(first.uid, 'accepted');
    const second = calendar.move('uid-1', twelve);
    calendar.change(first.uid, { status: 'cancelled' });
    await pass(1_000);
    expect(await hint(second.uid, 'accepted')).toEqual({ kind: 'done', as: 'published' });
    expect(news()).toMatchObject([{}, { type: 'booking.rescheduled.v1', data: { calcomUid: second.uid } }]);
  });
});
