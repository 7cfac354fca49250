import { Turns } from './turns';

const now = new Date('2026-11-23T08:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('turns of those who were turned away', () => {
  it('come one after the other, for each queue', () => {
    const turns = new Turns();
    expect([1, 2, 3].map(() => turns.next('bookings', now, 500, 667))).toEqual([500, 1167, 1834]);
    expect(turns.next('hints', now, 500, 667)).toBe(500);
  });

  it('are used up as time passes', () => {
    const turns = new Turns();
    turns.next('bookings', now, 500, 667);
    turns.next('bookings', now, 500, 667);
    expect(turns.next('bookings', later(1_000), 500, 667)).toBe(834);
    expect(turns.next('bookings', later(60_000), 500, 667)).toBe(500);
  });

  it('are never much further away than when one could come, however many come back too early', () => {
    const turns = new Turns();
    const waits = Array.from({ length: 1_000 }, () => turns.next('bookings', now, 500, 667));
    expect(Math.max(...waits)).toBe(60_500);
  });
});
