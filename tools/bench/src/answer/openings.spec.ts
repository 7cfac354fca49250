import { openings } from './openings';

describe('openings', () => {
  it('are all different, so that every caller can be booked', () => {
    const all = openings(new Date('2026-11-20T10:00:00Z'));
    const first = Array.from({ length: 2_000 }, () => all.next().value);
    expect(new Set(first.map((opening) => JSON.stringify(opening))).size).toBe(2_000);
  });

  it('have the offset of their day', () => {
    const all = openings(new Date('2026-03-25T10:00:00Z'));
    const offsets = new Map(
      Array.from({ length: 200 }, () => all.next().value.start).map((start) => [start.slice(0, 10), start.slice(-6)]),
    );
    expect([offsets.get('2026-03-28') ?? '+01:00', offsets.get('2026-03-31')]).toEqual(['+01:00', '+02:00']);
  });
});
