import { CalcomRateLimited, CalcomUnavailable, CalcomUnclear, nothingAnswered } from '@callbook/calcom-client';
import { CalcomCalendar, orderAnswerOf } from './calcom-calendar';

const evidence = { ...nothingAnswered, operation: 'bookings.create', askedAt: null } as const;

describe('what a failed POST means for the order', () => {
  it.each([
    [
      'a rate limit',
      new CalcomRateLimited(evidence, 30_000),
      { kind: 'not_taken', code: 'calcom_rate_limited', retryAfterMs: 30_000 },
    ],
    [
      'no connection',
      new CalcomUnavailable('bookings.create', 'not_connected'),
      { kind: 'not_taken', code: 'calcom_not_connected' },
    ],
    ['a time-out', new CalcomUnclear('timeout', evidence), { kind: 'unclear' }],
  ])('%s', (_, error, expected) => {
    expect(orderAnswerOf(error)).toMatchObject(expected);
  });

  it('a bug of ours is no answer of the calendar', () => {
    expect(() => orderAnswerOf(new TypeError('x'))).toThrow(TypeError);
  });
});

it('an order without an API key was not taken, so it is no POST that may have booked', async () => {
  const calendar = new CalcomCalendar(() => {
    throw new Error('The secret env:CALCOM_API_KEY is not set.');
  });
  const order = {
    company: 'salon-lindenhof',
    requestId: 'r',
    retellCallId: 'c',
    eventTypeId: 1,
    start: new Date(0),
    attendee: { name: 'n', email: null, phone: null },
    timeZone: 'Europe/Berlin',
    language: 'de' as const,
  };
  await expect(calendar.book(order)).resolves.toEqual({
    kind: 'not_taken',
    code: 'calcom_not_configured',
    message: 'The secret env:CALCOM_API_KEY is not set.',
  });
});
