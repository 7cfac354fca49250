import type { RecordedRequest } from '@callbook/sandbox';
import { calendarTimes } from './calendar-time';

const at = (ms: number) => new Date(ms).toISOString();

function request(from: number, to: number | null, more: Partial<RecordedRequest>): RecordedRequest {
  const endedAt = to === null ? null : at(to);
  return {
    path: '/v2/bookings',
    body: null,
    bookingUid: null,
    receivedAt: at(from),
    endedAt,
    ...more,
  } as RecordedRequest;
}

const post = (from: number, to: number, callId: string, bookingUid: string) =>
  request(from, to, { body: { metadata: { callbook_call_id: callId } }, bookingUid });

describe("the calendar's own time", () => {
  it('is that of the POST and of what was asked about its booking', () => {
    const times = calendarTimes([
      post(100, 120, 'one', 'a'),
      post(100, 150, 'two', 'b'),
      request(200, 205, { path: '/v2/bookings/a' }),
      request(300, 400, { path: '/v2/slots' }),
    ]);
    expect(times.get('one')).toEqual({ ms: 25, requests: 2, from: 100, to: 205, uid: 'a' });
    expect(times.get('two')).toEqual({ ms: 50, requests: 1, from: 100, to: 150, uid: 'b' });
  });

  it('counts once what is done side by side, and nothing for what has no end', () => {
    const times = calendarTimes([
      post(100, 120, 'one', 'a'),
      request(110, 130, { path: '/v2/bookings/a' }),
      request(112, 115, { path: '/v2/bookings/a' }),
      request(140, null, { path: '/v2/bookings/a' }),
    ]);
    expect(times.get('one')).toEqual({ ms: 30, requests: 4, from: 100, to: 140, uid: 'a' });
  });
});
