import type { CalcomClient } from '@callbook/calcom-client';
import { CalcomCalendar } from './calcom-calendar';
import { CalendarUnavailable } from './calendar';

const salon = 'salon-lindenhof';
const order = {
  company: salon,
  requestId: 'r',
  segment: null,
  retellCallId: 'c',
  eventTypeId: 1,
  hostSubset: null,
  start: new Date(0),
  attendee: { name: 'n', email: null, phone: null },
  timeZone: 'Europe/Berlin',
  language: 'de' as const,
};

describe('a company without an API key', () => {
  const calendar = new CalcomCalendar(() => {
    throw new Error('The secret env:CALCOM_API_KEY is not set.');
  });
  const notTaken = {
    kind: 'not_taken',
    code: 'calcom_not_configured',
    message: 'The secret env:CALCOM_API_KEY is not set.',
  };

  it('has nothing booked, moved or cancelled, for certain', async () => {
    expect(await calendar.book(order)).toEqual(notTaken);
    expect(await calendar.cancel(salon, 'u', 'x')).toEqual(notTaken);
    const wish = { start: new Date(0), reason: null, hostSubset: null };
    expect(await calendar.reschedule(salon, 'u', wish)).toEqual(notTaken);
  });

  it('cannot be looked at', async () => {
    const range = { eventTypeId: 1, hostSubset: null, from: new Date(0), to: new Date(1) };
    for (const look of [
      calendar.admit(salon, 'bookings'),
      calendar.get(salon, 'u'),
      calendar.findAll(order, 'bookings'),
      calendar.freeSlots(salon, range),
    ]) {
      await expect(look).rejects.toThrow(CalendarUnavailable);
      await expect(look).rejects.toMatchObject({ code: 'calcom_not_configured' });
    }
  });
});

it('takes no request from the budget while the breaker is open, and says how long that will be', async () => {
  const take = jest.fn();
  const client = { breakerOpenForMs: 12_345.6 } as CalcomClient;
  const calendar = new CalcomCalendar(() => ({ client, take }));
  await expect(calendar.admit(salon, 'bookings')).rejects.toMatchObject({
    code: 'calcom_breaker_open',
    retryAfterMs: 12_346,
  });
  expect(take).not.toHaveBeenCalled();
});
