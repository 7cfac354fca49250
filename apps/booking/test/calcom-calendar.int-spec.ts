import { CalcomClient } from '@callbook/calcom-client';
import { type CalcomSandbox, sandboxSeed, startCalcomSandbox } from '@callbook/sandbox';
import { CalcomCalendar } from '../src/calendar/calcom-calendar';
import type { BookingOrder, OrderMark, RequestShare } from '../src/calendar/calendar';

const salon = 'salon-lindenhof';
const HERRENHAARSCHNITT = 2001;
const BARTPFLEGE_OF_THE_TEAM = 2051;
const MEHMET = 1002;
const SOFIA = 1003;

let sandbox: CalcomSandbox;
let client: CalcomClient;
let calendar: CalcomCalendar;
/** The shares requests were taken for, in order. */
let taken: RequestShare[];
beforeEach(async () => {
  sandbox = await startCalcomSandbox({ port: 0 });
  client = new CalcomClient({ baseUrl: sandbox.url, apiKey: sandboxSeed.calcom.apiKeys[0].key, timeoutMs: 1_000 });
  taken = [];
  calendar = new CalcomCalendar(() => ({ client, take: async (share) => void taken.push(share) }));
});
afterEach(async () => {
  client.close();
  await sandbox.close();
});

/** Nine o'clock UTC on a Wednesday one to two weeks from now, and hours later. */
function wednesday(hours = 0): Date {
  const day = new Date(Date.now() + 7 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((3 - day.getUTCDay() + 7) % 7));
  day.setUTCHours(9 + hours, 0, 0, 0);
  return day;
}

const order = (difference: Partial<BookingOrder> = {}): BookingOrder => ({
  company: salon,
  requestId: 'r1',
  segment: null,
  retellCallId: 'c1',
  eventTypeId: HERRENHAARSCHNITT,
  hostSubset: null,
  start: wednesday(),
  attendee: { name: 'Erika Muster', email: null, phone: '+4930123456' },
  timeZone: 'Europe/Berlin',
  language: 'de',
  ...difference,
});
const markOf = ({ company, requestId, segment, eventTypeId, start }: BookingOrder): OrderMark => ({
  company,
  requestId,
  segment,
  eventTypeId,
  start,
});
async function booked(difference: Partial<BookingOrder> = {}) {
  const answer = await calendar.book(order(difference));
  if (answer.kind !== 'booked') throw new Error(`expected a booking, got ${answer.kind}`);
  return answer.booking;
}
const wish = (start: Date) => ({ start, reason: 'asked by phone', hostSubset: null });

describe('an order', () => {
  it('is booked with its marks, without taking a request: that was done before', async () => {
    expect((await booked({ segment: 'finish' })).metadata).toEqual({
      callbook_request_id: 'r1',
      callbook_call_id: 'c1',
      callbook_segment: 'finish',
    });
    expect((await booked({ start: wednesday(1) })).metadata).toEqual({
      callbook_request_id: 'r1',
      callbook_call_id: 'c1',
    });
    expect(taken).toEqual([]);
    await calendar.admit(salon, 'bookings');
    expect(taken).toEqual(['bookings']);
  });

  it('goes to whom the caller wished for', async () => {
    const wished = { eventTypeId: BARTPFLEGE_OF_THE_TEAM, hostSubset: [SOFIA] };
    expect(await booked(wished)).toMatchObject({ host: { id: SOFIA } });
    expect(await calendar.book(order({ ...wished, requestId: 'r2', attendee: other }))).toMatchObject({
      kind: 'refused',
      reason: 'slot_taken',
    });
    expect(await booked({ ...wished, hostSubset: [MEHMET], requestId: 'r3', attendee: third })).toMatchObject({
      host: { id: MEHMET },
    });
  });

  it('is unclear after a failure inside Cal.com, and says that it was one', async () => {
    sandbox.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'answer', at: 'written', status: 500 } });
    expect(await calendar.book(order())).toMatchObject({ kind: 'unclear', isServerError: true });
    sandbox.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'disconnect', at: 'written' } });
    expect(await calendar.book(order({ start: wednesday(1) }))).toMatchObject({
      kind: 'unclear',
      isServerError: false,
    });
  });
});
const other = { name: 'Otto Other', email: null, phone: '+4930222222' };
const third = { name: 'Theo Third', email: null, phone: '+4930333333' };

describe('all bookings of an order', () => {
  it('are those that carry its marks, oldest first, whatever became of them', async () => {
    const first = await booked();
    await calendar.cancel(salon, first.uid, 'converging');
    const second = await booked();
    const moved = await calendar.reschedule(salon, second.uid, wish(wednesday(2)));
    await booked({ requestId: 'r2' });
    await booked({ segment: 'finish', start: wednesday(1) });

    const found = await calendar.findAll(markOf(order()), 'bookings');
    expect(found.map(({ uid, status }) => [uid, status])).toEqual([
      [first.uid, 'cancelled'],
      [second.uid, 'cancelled'],
    ]);
    expect(moved).toMatchObject({ kind: 'changed', booking: { uid: found[1]?.rescheduledToUid } });
    expect(taken).toEqual(['bookings']);
  });

  it('are those of one segment', async () => {
    const { uid } = await booked({ segment: 'finish' });
    const finish = await calendar.findAll(markOf(order({ segment: 'finish' })), 'reconciliation');
    expect(finish.map((booking) => booking.uid)).toEqual([uid]);
    expect(await calendar.findAll(markOf(order({ segment: 'wickeln' })), 'reconciliation')).toEqual([]);
    expect(taken).toEqual(['reconciliation', 'reconciliation']);
  });

  it('cannot be told while Cal.com is away', async () => {
    sandbox.faults.arm({ on: { operation: 'list-bookings' }, effect: { kind: 'answer', at: 'arrived', status: 503 } });
    await expect(calendar.findAll(markOf(order()), 'bookings')).rejects.toMatchObject({ code: 'calcom_server_error' });
  });
});

describe('a change', () => {
  it('cancels; what is cancelled or not there is refused with the reason', async () => {
    const { uid } = await booked();
    expect(await calendar.cancel(salon, uid, 'asked by phone')).toMatchObject({
      kind: 'changed',
      booking: { uid, status: 'cancelled' },
    });
    expect(await calendar.cancel(salon, uid, 'asked by phone')).toMatchObject({
      kind: 'refused',
      reason: 'appointment_ended',
    });
    expect(await calendar.cancel(salon, 'neverGiven', 'x')).toMatchObject({ reason: 'appointment_unknown' });
    expect(await calendar.get(salon, uid)).toMatchObject({ status: 'cancelled' });
  });

  it('moves to a new uid; a slot that is taken is refused, and so is what was moved before', async () => {
    const { uid } = await booked();
    await booked({ requestId: 'r2', start: wednesday(1), attendee: other });
    expect(await calendar.reschedule(salon, uid, wish(wednesday(1)))).toMatchObject({
      kind: 'refused',
      reason: 'slot_taken',
    });
    const moved = await calendar.reschedule(salon, uid, wish(wednesday(2)));
    expect(moved).toMatchObject({ kind: 'changed', booking: { start: wednesday(2), rescheduledFromUid: uid } });
    expect(await calendar.reschedule(salon, uid, wish(wednesday(3)))).toMatchObject({
      kind: 'refused',
      reason: 'appointment_ended',
    });
  });

  it('is unclear when the answer got lost, and can be found out by looking', async () => {
    const { uid } = await booked();
    sandbox.faults.arm({
      on: { operation: 'reschedule-booking' },
      effect: { kind: 'answer', at: 'written', status: 500 },
    });
    expect(await calendar.reschedule(salon, uid, wish(wednesday(2)))).toMatchObject({
      kind: 'unclear',
      isServerError: true,
    });
    const old = await calendar.get(salon, uid, 'bookings');
    expect(await calendar.get(salon, old?.rescheduledToUid ?? '')).toMatchObject({ start: wednesday(2) });
    const moved = { company: salon, uid, eventTypeId: HERRENHAARSCHNITT, start: wednesday(2) };
    expect(await calendar.successorsOf(moved, 'bookings')).toMatchObject([{ uid: old?.rescheduledToUid }]);
    expect(await calendar.successorsOf({ ...moved, start: wednesday(3) }, 'bookings')).toEqual([]);
    expect(taken).toEqual(['bookings', 'hints', 'bookings', 'bookings']);
  });
});

describe('free slots', () => {
  const slots = (to: Date) =>
    calendar.freeSlots(salon, { eventTypeId: HERRENHAARSCHNITT, hostSubset: null, from: wednesday(), to });

  it('are those in the range, its end left out', async () => {
    await booked();
    const { starts } = await slots(wednesday(1));
    expect(starts).toEqual([new Date(wednesday().getTime() + 30 * 60_000)]);
    expect(taken).toEqual(['live_reads']);
  });

  it.each([
    ['Cal.com is away', 503],
    ['Cal.com knows no such event type', 404],
    ['the key is blocked', 429],
  ])('cannot be told when %s', async (_, status) => {
    sandbox.faults.arm({ on: { operation: 'get-slots' }, effect: { kind: 'answer', at: 'arrived', status } });
    await expect(slots(wednesday(1))).rejects.toMatchObject({ code: 'calcom_no_slots' });
  });
});
