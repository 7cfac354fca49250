import { RateLimit } from './rate-limit';

const at = (seconds: number) => new Date(1_000_000 + seconds * 1_000);

describe('the rate limit of a token', () => {
  it('lets a tenth of a minute go at once, and then as many as the minute has', () => {
    const limit = new RateLimit(60);
    const atOnce = Array.from({ length: 7 }, () => limit.secondsToWait('a', at(0)));
    expect(atOnce).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(limit.secondsToWait('a', at(1))).toBe(0);
    expect(limit.secondsToWait('a', at(1))).toBe(1);
  });

  it('never lets more go at once, however long nobody asked', () => {
    const limit = new RateLimit(20);
    const later = Array.from({ length: 3 }, () => limit.secondsToWait('a', at(3_600)));
    expect(later).toEqual([0, 0, 3]);
  });

  it('keeps one token out of the way of another', () => {
    const limit = new RateLimit(1);
    expect([limit.secondsToWait('a', at(0)), limit.secondsToWait('a', at(0)), limit.secondsToWait('b', at(0))]).toEqual(
      [0, 60, 0],
    );
  });
});
