import {
  type BookingRequested,
  derivedId,
  type RefusalReason,
  sampleOf,
  BookingRequested as Requested,
} from '@callbook/contracts';
import type { OrderAnswer } from '../calendar/calendar';
import { bookingInMemory, functionCall, type World } from '../../test/support/booking-in-memory';
import { cancelCall } from '../../test/support/change-calls';

const unclear = (isServerError = false): OrderAnswer => ({
  kind: 'unclear',
  providerText: 'Internal server error',
  isServerError,
});
const refusal = (reason: RefusalReason, providerText = 'no') => ({
  kind: 'refused' as const,
  reason,
  providerText,
});
const minutes = (count: number) => count * 60_000;

/** The rules, with the calendar in memory. Delivery, storage and the real HTTP are tested elsewhere, on the real things. */
describe('booking an appointment', () => {
  it('books once and publishes booking.created with the host of the POST', async () => {
    const { ask, calendar, published } = bookingInMemory();
    await ask();
    expect(calendar.orders).toHaveLength(1);
    expect(published()).toMatchObject([
      { type: 'booking.created.v1', data: { host: { id: 1002 }, hostReadFrom: 'post', calcomUid: 'uid-1' } },
    ]);
  });

  it('posts our request id, so that the booking can be found again', async () => {
    const { ask, calendar, published } = bookingInMemory();
    await ask();
    expect(calendar.orders[0]?.requestId).toBe((published()[0]?.data as { requestId: string }).requestId);
  });

  it('does nothing when the request comes again, but answers a new function call with what there is', async () => {
    const { ask, calendar, types } = bookingInMemory();
    const event = functionCall();
    await ask(event);
    await ask(event);
    expect(types()).toEqual(['booking.created.v1']);
    await ask(functionCall());
    expect(types()).toEqual(['booking.created.v1', 'booking.request-joined.v1']);
    expect(calendar.orders).toHaveLength(1);
  });

  it('has committed the announcement before it posts, and nobody posts beside it', async () => {
    const { ask, calendar, attempts } = bookingInMemory();
    const event = functionCall();
    calendar.script.push(async (order) => {
      expect(await attempts.byId(event.company, order.requestId)).toMatchObject({ state: 'posting' });
      await ask(functionCall());
      return { kind: 'booked', booking: calendar.insert(order) };
    });
    await ask(event);
    expect(calendar.orders).toHaveLength(1);
    expect.assertions(2);
  });

  it.each(['before the POST was sent', 'after the booking was made'])('survives a crash %s', async (when) => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push((order) => {
      if (when.startsWith('after')) calendar.insert(order);
      throw new Error('crash');
    });
    await expect(ask()).rejects.toThrow('crash');
    await pass(minutes(4));
    expect(calendar.live).toHaveLength(1);
    expect(calendar.orders).toHaveLength(when.startsWith('after') ? 1 : 2);
    expect(types()).toEqual(['booking.created.v1']);
  });

  it('looks, and does not book again, before "not there" is conclusive and was seen twice', async () => {
    const { ask, calendar, pass } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask();
    await pass(129_000);
    expect(calendar.orders).toHaveLength(1);
    await pass(2_000);
    expect(calendar.orders).toHaveLength(2);
    expect(calendar.live).toHaveLength(1);
  });

  it('finds the booking of a POST that ended unclear at the first look', async () => {
    const { ask, calendar, types } = bookingInMemory();
    calendar.script.push((order) => {
      calendar.insert(order);
      return unclear();
    });
    await ask();
    expect(types()).toEqual(['booking.created.v1']);
  });

  it('leaves to a person what stays unclear, and still takes a booking that shows later', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    const event = functionCall({ answerBy: '2026-11-21T12:00:00.000Z' });
    calendar.script.push(
      () => unclear(),
      () => unclear(),
      () => unclear(),
    );
    await ask(event);
    await pass(minutes(8));
    expect(calendar.orders).toHaveLength(3);
    expect(types()).toEqual(['booking.unresolved.v1']);
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(10));
    expect(types()).toEqual(['booking.unresolved.v1', 'booking.created.v1']);
  });

  it('says "taken" after an unclear POST only when our own booking is not there', async () => {
    const { ask, calendar, pass, published } = bookingInMemory();
    calendar.script.push(
      () => unclear(),
      () => refusal('slot_taken'),
    );
    await ask();
    await pass(minutes(8));
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'slot_taken' } }]);
    expect(calendar.live).toHaveLength(0);
  });

  it('finds its own booking behind a "taken" on the second try', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(
      () => unclear(),
      (order) => {
        calendar.insert(order, { createdAt: new Date('2026-11-21T10:01:00Z') });
        return refusal('slot_taken');
      },
    );
    await ask();
    await pass(minutes(4));
    expect(types()).toEqual(['booking.created.v1']);
  });

  it('takes a failure inside the server for "taken" when the slot is no longer offered', async () => {
    const { ask, calendar, pass, published } = bookingInMemory({ offered: false });
    calendar.script.push(() => unclear(true));
    await ask();
    await pass(minutes(3));
    expect(calendar.orders).toHaveLength(1);
    expect(published()).toMatchObject([
      { type: 'booking.failed.v1', data: { reason: 'slot_taken', alternatives: [{ staffId: null }] } },
    ]);
  });

  it('cancels a booking that comes to be long after nobody expected it, and publishes nothing of it', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask();
    await pass(minutes(4));
    expect(calendar.live).toHaveLength(1);
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(10));
    expect(calendar.live.map(({ uid }) => uid)).toEqual(['uid-1']);
    expect(types()).toEqual(['booking.created.v1']);
  });

  it('looks for it as long after it died in the middle of a POST', async () => {
    const { ask, calendar, pass } = bookingInMemory();
    calendar.script.push(() => Promise.reject(new Error('killed')));
    await expect(ask()).rejects.toThrow('killed');
    await pass(minutes(5));
    expect(calendar.live).toHaveLength(1);
    await pass(minutes(3)); // past the first look at what was never in doubt
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(10));
    expect(calendar.live.map(({ uid }) => uid)).toEqual(['uid-1']);
  });

  it('cancels a booking that comes to be long after the one in its place was given up', async () => {
    const { ask, calendar, pass } = bookingInMemory();
    const [ten, eleven] = [sampleOf(Requested).start, '2026-11-26T10:00:00.000Z'];
    calendar.script.push(() => unclear());
    await ask();
    await pass(minutes(4));
    await ask(functionCall({ start: eleven, insteadOf: ten }));
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(15));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
  });

  it('cancels a booking that comes to be after "not booked" was said', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(() => refusal('slot_taken'));
    await ask();
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(3));
    expect(calendar.live).toHaveLength(0);
    expect(types()).toEqual(['booking.failed.v1']);
  });

  it('posts again after Cal.com did not take the POST', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(() => ({
      kind: 'not_taken',
      code: 'calcom_rate_limited',
      message: 'too many',
      retryAfterMs: 30_000,
    }));
    await ask();
    await pass(29_000);
    expect(calendar.orders).toHaveLength(1);
    await pass(1_000);
    expect(calendar.orders).toHaveLength(2);
    expect(types()).toEqual(['booking.created.v1']);
  });

  it('passes a refusal on with its reason and the whole text, and lets the next call try anew', async () => {
    const { ask, calendar, published } = bookingInMemory();
    calendar.script.push(() => refusal('missing_contact', 'x'.repeat(400)));
    await ask();
    await ask();
    expect(published()).toMatchObject([
      { type: 'booking.failed.v1', data: { reason: 'missing_contact', providerText: 'x'.repeat(400), round: 1 } },
      { type: 'booking.created.v1' },
    ]);
  });

  it.each<[string, Partial<BookingRequested>, string]>([
    ['the start has passed', { start: '2026-11-21T09:59:00.000Z' }, 'in_past'],
    [
      'the service is not in the catalogue',
      { service: { id: derivedId('spec', 'gone'), key: 'gone' } },
      'unknown_service',
    ],
    ['there is no way to reach the attendee', withoutContact(), 'missing_contact'],
    ['the agent stopped waiting long ago', { answerBy: '2026-11-21T09:49:59.000Z' }, 'too_late'],
  ])('refuses without asking Cal.com when %s', async (_, difference, reason) => {
    const { ask, calendar, published } = bookingInMemory();
    await ask(functionCall(difference));
    expect(calendar.orders).toHaveLength(0);
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason } }]);
  });

  it('does not post after its deadline, and says so only when nothing is there for certain', async () => {
    const { ask, calendar, pass, published } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask(functionCall({ answerBy: '2026-11-21T09:52:00.000Z' }));
    await pass(129_000);
    expect(published()).toEqual([]);
    await pass(2_000);
    expect(calendar.orders).toHaveLength(1);
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'too_late' } }]);
  });

  it('gives every caller without contact an address of his own where the company allows it', async () => {
    const { ask, calendar } = bookingInMemory({ company: { contactRule: 'placeholder' } });
    await ask(functionCall(withoutContact()));
    await ask(functionCall({ ...withoutContact(), start: '2026-11-26T12:00:00.000Z' }));
    const [first, second] = calendar.orders.map(({ attendee }) => attendee.email);
    expect(first).toMatch(/@no-contact\.invalid$/);
    expect(second).not.toBe(first);
  });

  it('asks for the booking again when the POST had no host, and records why when there is none anywhere', async () => {
    const { ask, calendar, published } = bookingInMemory();
    calendar.hostless = 'post';
    await ask();
    calendar.hostless = 'everywhere';
    await ask(functionCall({ start: '2026-11-26T12:00:00.000Z' }));
    expect(published()).toMatchObject([
      { data: { host: { id: 1002 }, hostReadFrom: 'get', hostMissingReason: null } },
      { data: { host: null, hostReadFrom: null, hostMissingReason: 'sentinel_host' } },
    ]);
  });

  it('does not say "booked" for a booking the salon must still confirm', async () => {
    const { ask, calendar, published } = bookingInMemory();
    calendar.script.push((order) => ({ kind: 'booked', booking: calendar.insert(order, { status: 'pending' }) }));
    await ask();
    expect(published()).toMatchObject([{ type: 'booking.awaiting-confirmation.v1', data: { status: 'pending' } }]);
  });

  it('finds the booking where it was moved to meanwhile', async () => {
    const { ask, calendar, published } = bookingInMemory();
    calendar.script.push((order) => {
      calendar.insert(order, { status: 'cancelled', rescheduledToUid: 'uid-2' });
      const start = new Date('2026-11-27T09:00:00Z');
      calendar.insert({ ...order, start }, { rescheduledFromUid: 'uid-1' });
      return unclear();
    });
    await ask();
    expect(published()).toMatchObject([
      { type: 'booking.created.v1', data: { rootUid: 'uid-1', calcomUid: 'uid-2', start: '2026-11-27T09:00:00.000Z' } },
    ]);
  });

  it('hands a booking that was found cancelled to a person', async () => {
    const { ask, calendar, published } = bookingInMemory();
    calendar.script.push((order) => {
      calendar.insert(order, { status: 'cancelled' });
      return unclear();
    });
    await ask();
    expect(published()).toMatchObject([{ type: 'booking.unresolved.v1', data: { reason: 'booking_ended_meanwhile' } }]);
  });
});

describe('a success with a booking that is not ours', () => {
  const foreign = (name: string, phone: string | null) => {
    const booking = bookingInMemory();
    booking.calendar.script.push((order) => {
      const attendee = { name, email: order.attendee.email, phone, timeZone: null };
      return { kind: 'booked', booking: booking.calendar.insert(order, { metadata: {}, attendee }) };
    });
    return booking;
  };

  it('is the answer when this person holds it already', async () => {
    const { ask, published, calendar } = foreign('jonas WEBER', '+4915112345678');
    await ask();
    expect(calendar.orders).toHaveLength(1);
    expect(published()).toMatchObject([{ type: 'booking.already-booked.v1', data: { calcomUid: 'uid-1' } }]);
  });

  it('is booked once more under an address of our own when another person has the same contact', async () => {
    const { ask, calendar, types } = foreign('Lea Weber', '+4915112345678');
    await ask();
    expect(calendar.orders.map(({ attendee }) => attendee.email?.endsWith('@no-contact.invalid'))).toEqual([
      false,
      true,
    ]);
    expect(types()).toEqual(['booking.created.v1']);
  });

  it('is "taken" when the name is the same and the number is not', async () => {
    const { ask, calendar, published } = foreign('Jonas Weber', '+4915199999999');
    await ask();
    expect(calendar.orders).toHaveLength(1);
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'slot_taken' } }]);
  });
});

describe('a change of mind', () => {
  const eleven = '2026-11-26T10:00:00.000Z';
  const ten = sampleOf(Requested).start;

  it('is asked back while the earlier wish is unsettled', async () => {
    const { ask, calendar, types } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask();
    await ask(functionCall({ start: eleven }));
    expect(calendar.orders).toHaveLength(1);
    expect(types()).toEqual(['booking.asked-back.v1']);
  });

  it('books the new wish and cancels what the withdrawn POST turns out to have booked', async () => {
    const { ask, calendar, pass, published } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask();
    await ask(functionCall({ start: eleven, insteadOf: ten }));
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    expect(published()).toMatchObject([
      { type: 'booking.created.v1', data: { start: eleven } },
      { type: 'booking.failed.v1', data: { start: ten, reason: 'withdrawn' } },
    ]);
  });

  it('while the POST is in flight is heeded when its answer comes', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(async (order) => {
      await ask(functionCall({ start: eleven, insteadOf: 'earlier' }));
      return { kind: 'booked', booking: calendar.insert(order) };
    });
    await ask();
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    expect(types()).toEqual(['booking.created.v1', 'booking.failed.v1']);
  });

  it('does not say "not booked" of a booking that is only not shown yet', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(async (order) => {
      await ask(functionCall({ start: eleven, insteadOf: 'earlier' }));
      const booking = calendar.insert(order);
      calendar.hidden.add(booking.uid);
      return { kind: 'booked', booking };
    });
    calendar.whileCancelling = (uid) => (calendar.hidden.has(uid) ? refusal('appointment_unknown') : undefined);
    await ask();
    await pass(minutes(1));
    expect(types()).toEqual(['booking.created.v1']);
    calendar.hidden.clear();
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    expect(types()).toEqual(['booking.created.v1', 'booking.failed.v1']);
  });

  it('ends a booking only once the wish in its place is booked', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    await ask();
    calendar.script.push(() => refusal('slot_taken'));
    await ask(functionCall({ start: eleven, insteadOf: ten }));
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([ten]);
    await ask(functionCall({ start: eleven, insteadOf: ten }));
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    expect(types()).toEqual(['booking.created.v1', 'booking.failed.v1', 'booking.created.v1', 'booking.cancelled.v1']);
  });

  it('ends a booking made on the web that nobody has told of yet', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push((order) => {
      const attendee = { name: 'Jonas Weber', email: null, phone: '+4915112345678', timeZone: null };
      return { kind: 'booked', booking: calendar.insert(order, { metadata: {}, attendee }) };
    });
    await ask();
    await ask(functionCall({ start: eleven, insteadOf: ten }));
    await pass(minutes(1));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
    expect(types()).toEqual(['booking.already-booked.v1', 'booking.created.v1', 'booking.cancelled.v1']);
  });

  it('lets the caller have both', async () => {
    const { ask, calendar } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask();
    await ask(functionCall({ start: eleven, asWell: true }));
    expect(calendar.live.map(({ start }) => start.toISOString())).toEqual([eleven]);
  });
});

describe('a caller who rings back', () => {
  const { call } = sampleOf(Requested);
  const again = (difference: Partial<BookingRequested> = {}) =>
    functionCall({ call: { ...call, retellCallId: 'call_back' }, ...difference });

  it('already has what they booked before', async () => {
    const { ask, calendar, published } = bookingInMemory();
    await ask();
    await ask(again());
    expect(calendar.orders).toHaveLength(1);
    expect(published()).toMatchObject([
      { type: 'booking.created.v1' },
      { type: 'booking.already-booked.v1', data: { calcomUid: 'uid-1' } },
    ]);
  });

  it('waits for what becomes of the first request', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push(() => unclear());
    await ask();
    await pass(1_000);
    await ask(again());
    await pass(minutes(1));
    expect(calendar.orders).toHaveLength(1);
    calendar.insert(calendar.orders[0]!);
    await pass(minutes(2));
    expect(calendar.orders).toHaveLength(1);
    expect(types()).toEqual(['booking.created.v1', 'booking.already-booked.v1']);
  });

  it('books anew what was cancelled meanwhile', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    await ask();
    await pass(1_000);
    await ask(cancelCall());
    await pass(1_000);
    await ask(again());
    expect(types()).toEqual(['booking.created.v1', 'booking.cancelled.v1', 'booking.created.v1']);
    expect(calendar.live.map(({ uid }) => uid)).toEqual(['uid-2']);
  });

  it.each<[string, Partial<BookingRequested>]>([
    ['for somebody else', { attendee: { ...sampleOf(Requested).attendee, name: 'Petra Klein' } }],
    ['from another number', { attendee: { ...sampleOf(Requested).attendee, phone: '+4915199999999' } }],
  ])('books another appointment %s', async (_, difference) => {
    const { ask, calendar } = bookingInMemory();
    await ask();
    await ask(again(difference));
    expect(calendar.live).toHaveLength(2);
  });

  it('is not told of a booking that nobody wants and that is cancelled next', async () => {
    const { ask, calendar, pass, types } = bookingInMemory();
    calendar.script.push((order) => {
      calendar.insert(order);
      return refusal('slot_taken');
    });
    await ask();
    calendar.script.push(() => ({ kind: 'booked', booking: calendar.shownOf('uid-1') }));
    await ask(again());
    expect(types()).toEqual(['booking.failed.v1']);
    await pass(minutes(1));
    expect(calendar.live.map(({ uid }) => uid)).toEqual(['uid-2']);
    expect(types()).toEqual(['booking.failed.v1', 'booking.created.v1']);
  });
});

describe('a service of several bookings', () => {
  const composite: World['service'] = {
    calcomEventTypeId: null,
    segments: [
      { key: 'colour', offsetMinutes: 0, minutes: 30, calcomEventTypeId: 3001, staffId: null },
      { key: 'wait', offsetMinutes: 30, minutes: 30, calcomEventTypeId: null, staffId: null },
      { key: 'cut', offsetMinutes: 60, minutes: 30, calcomEventTypeId: 3002, staffId: null },
      { key: 'dry', offsetMinutes: 90, minutes: 30, calcomEventTypeId: 3003, staffId: null },
    ],
  };

  it('is one appointment', async () => {
    const { ask, calendar, published } = bookingInMemory({ service: composite });
    await ask();
    expect(calendar.live.map(({ metadata }) => metadata.callbook_segment)).toEqual(['colour', 'cut', 'dry']);
    expect(published()).toMatchObject([
      {
        type: 'booking.created.v1',
        data: { rootUid: 'uid-1', durationMinutes: 120, segments: [{ key: 'colour' }, { key: 'cut' }, { key: 'dry' }] },
      },
    ]);
  });

  it.each([1, 2, 3])('is booked whole or not at all when part %d is refused', async (failing) => {
    const { ask, calendar, pass, published } = bookingInMemory({ service: composite });
    for (let part = 1; part < failing; part += 1) {
      calendar.script.push((order) => ({ kind: 'booked', booking: calendar.insert(order) }));
    }
    calendar.script.push(() => refusal('slot_taken'));
    await ask();
    await pass(minutes(1));
    expect(calendar.live).toEqual([]);
    expect(published()).toMatchObject([{ type: 'booking.failed.v1', data: { reason: 'slot_taken' } }]);
  });

  it('takes no answer for that of the next part when whoever waited for it stood still too long', async () => {
    const { ask, calendar, pass } = bookingInMemory({ service: composite });
    let goOn: () => void = () => undefined;
    const stoodStill = new Promise<void>((resolve) => (goOn = resolve));
    calendar.script.push(async (order) => {
      const booking = calendar.insert(order);
      await stoodStill;
      return { kind: 'booked', booking };
    });
    const first = ask();
    calendar.script.push(async () => {
      goOn();
      await first;
      return unclear();
    });
    await pass(minutes(10)); // once the lease is over somebody else goes on: looks, and posts the second part
    expect(calendar.live).toHaveLength(3);
    expect(new Set(calendar.live.map(({ eventTypeId }) => eventTypeId)).size).toBe(3);
  });

  it('does not say "failed" before every cancellation is certain', async () => {
    const { ask, calendar, pass, types } = bookingInMemory({ service: composite });
    calendar.script.push(
      (order) => ({ kind: 'booked', booking: calendar.insert(order) }),
      () => refusal('slot_taken'),
    );
    let resists = true;
    calendar.whileCancelling = () =>
      resists ? { kind: 'unclear', providerText: 'timeout', isServerError: false } : undefined;
    await ask();
    await pass(minutes(1));
    expect(types()).toEqual([]);
    resists = false;
    await pass(minutes(1));
    expect(calendar.live).toEqual([]);
    expect(types()).toEqual(['booking.failed.v1']);
  });

  it.each([1, 2, 3])('is resumed after a crash while part %d is posted', async (crashing) => {
    const { ask, calendar, pass, types } = bookingInMemory({ service: composite });
    for (let part = 1; part < crashing; part += 1) {
      calendar.script.push((order) => ({ kind: 'booked', booking: calendar.insert(order) }));
    }
    calendar.script.push((order) => {
      calendar.insert(order);
      throw new Error('crash');
    });
    await expect(ask()).rejects.toThrow('crash');
    await pass(minutes(4));
    expect(calendar.live).toHaveLength(3);
    expect(calendar.orders).toHaveLength(3);
    expect(types()).toEqual(['booking.created.v1']);
  });
});

function withoutContact(): Partial<BookingRequested> {
  const { attendee, call } = sampleOf(Requested);
  return { attendee: { ...attendee, email: null, phone: null }, call: { ...call, customerNumber: null } };
}
