import { nextRevision } from './chain-revision';

describe('the next revision of a chain', () => {
  const now = new Date('2026-11-21T10:00:00Z');

  it('follows the clock', () => {
    expect(nextRevision(undefined, now)).toBe(now.getTime());
    expect(nextRevision(5, now)).toBe(now.getTime());
  });

  it('never falls back, even when the clock does', () => {
    expect(nextRevision(now.getTime() + 60_000, now)).toBe(now.getTime() + 60_001);
  });
});
