import {
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
  CalcomUnavailable,
  CalcomUnclear,
  nothingAnswered,
} from '@callbook/calcom-client';
import { CalendarUnavailable } from './calendar';
import { failureOf, sayUnavailable } from './failed-calls';
import { changeRefusalReasonOf, refusalReasonOf } from './refusal-reasons';

const evidence = { ...nothingAnswered, operation: 'bookings.create', askedAt: null } as const;
const limited = new CalcomRateLimited(evidence, 30_000);
const unconnected = new CalcomUnavailable('bookings.create', 'not_connected');
const unauthorized = new CalcomUnauthorized(evidence);
const unclear = (reason: CalcomUnclear['reason'], providerText: string | null = null) =>
  new CalcomUnclear(reason, { ...evidence, providerText });
const refused = new CalcomRefused({ ...evidence, status: 404, providerText: 'Booking with uid=u was not found' });

describe('what a failed POST means', () => {
  it.each([
    ['a rate limit', limited, { kind: 'not_taken', code: 'calcom_rate_limited', retryAfterMs: 30_000 }],
    ['no connection', unconnected, { kind: 'not_taken', code: 'calcom_not_connected' }],
    ['a key that is not accepted', unauthorized, { kind: 'not_taken', code: 'calcom_unauthorized' }],
    ['a time-out', unclear('timeout'), { kind: 'unclear', isServerError: false }],
    [
      'a 409',
      unclear('conflict', 'booking_conflict_error'),
      { kind: 'unclear', providerText: 'booking_conflict_error', isServerError: false },
    ],
    [
      'a 5xx',
      unclear('server_error', 'Internal server error'),
      { kind: 'unclear', providerText: 'Internal server error', isServerError: true },
    ],
    ['an answer of another shape', unclear('unexpected_shape'), { kind: 'unclear', isServerError: false }],
  ])('%s', (_, error, expected) => {
    expect(failureOf(error, refusalReasonOf)).toMatchObject(expected);
  });

  it('a refusal says why, by the table of what was asked', () => {
    expect(failureOf(refused, changeRefusalReasonOf)).toEqual({
      kind: 'refused',
      reason: 'appointment_unknown',
      providerText: 'Booking with uid=u was not found',
    });
    expect(failureOf(refused, refusalReasonOf)).toMatchObject({ reason: 'not_allowed' });
  });

  it('a bug of ours is no answer of the calendar', () => {
    expect(() => failureOf(new TypeError('x'), refusalReasonOf)).toThrow(TypeError);
  });
});

describe('a look that failed', () => {
  const said = (error: Error) => {
    try {
      return sayUnavailable(error);
    } catch (thrown) {
      return thrown;
    }
  };

  it.each([
    [limited, 'calcom_rate_limited', 30_000],
    [unconnected, 'calcom_not_connected', undefined],
    [unauthorized, 'calcom_unauthorized', undefined],
    [unclear('timeout'), 'calcom_timeout', undefined],
    [unclear('server_error'), 'calcom_server_error', undefined],
  ])('because of an outage can be made again: %s', (error, code, retryAfterMs) => {
    expect(said(error)).toBeInstanceOf(CalendarUnavailable);
    expect(said(error)).toMatchObject({ code, retryAfterMs, cause: error });
  });

  it.each([[refused], [unclear('unexpected_shape')], [unclear('too_many_pages')], [new TypeError('x')]])(
    'for another reason stays what it is: %s',
    (error) => expect(said(error)).toBe(error),
  );
});
