import { rateLimitReading } from './rate-limit-reading';

const now = new Date('2026-01-05T10:00:00Z');
const reading = (headers: Record<string, string>, status = 200) =>
  rateLimitReading({ operation: 'bookings.get', status, headers, body: '', askedAt: now, answeredAt: now });
const counts = (name: string, limit: number, remaining: number, reset: number | string) => ({
  [`x-ratelimit-limit${name}`]: String(limit),
  [`x-ratelimit-remaining${name}`]: String(remaining),
  [`x-ratelimit-reset${name}`]: String(reset),
});

describe('how many requests are left', () => {
  it('is read from an answer of any status, with the reset in seconds or as Unix time', () => {
    const expected = { limit: 120, remaining: 87, resetMs: 37_000 };
    expect(reading(counts('-default', 120, 87, 37))).toEqual(expected);
    expect(reading(counts('-default', 120, 87, now.getTime() / 1000 + 37), 400)).toEqual(expected);
    expect(reading(counts('', 120, 87, 37), 500)).toEqual(expected);
  });

  it('is that of the tightest of several limits', () => {
    expect(reading({ ...counts('-minute', 120, 87, 37), ...counts('-day', 5000, 3, 600) })).toEqual({
      limit: 5000,
      remaining: 3,
      resetMs: 600_000,
    });
  });

  it('is nothing after a 429, whatever the headers say', () => {
    expect(reading({}, 429)).toEqual({ limit: null, remaining: 0, resetMs: 60_000 });
    expect(reading(counts('-default', 120, 5, 12), 429)).toEqual({ limit: 120, remaining: 0, resetMs: 12_000 });
  });

  it('is unknown without headers, or with unreadable ones', () => {
    expect(reading({})).toBeUndefined();
    expect(reading({ 'x-ratelimit-remaining-default': 'many' })).toBeUndefined();
    expect(reading({ 'x-ratelimit-limit-default': '120' })).toBeUndefined();
    expect(reading({ 'x-ratelimit-remaining-default': '4' })).toEqual({ limit: null, remaining: 4, resetMs: 60_000 });
  });
});
