import { cutoffOf, mayKeep } from './cutoffs';

const retention = { transcriptsDays: 90, recordingsDays: 30, summariesDays: 0 };
const now = new Date('2026-11-21T12:00:00Z');

describe('retention', () => {
  it.each([
    ['transcript', '2026-08-23T12:00:00.001Z', true],
    ['transcript', '2026-08-23T12:00:00.000Z', false],
    ['recording', '2026-10-22T12:00:00.001Z', true],
    ['recording', '2026-10-22T12:00:00.000Z', false],
    ['summary', '2026-11-21T11:59:59.999Z', false], // 0 days: never stored
  ] as const)('a %s of a call at %s is kept: %s', (what, calledAt, kept) => {
    expect(mayKeep(what, new Date(calledAt), retention, now)).toBe(kept);
  });

  it('removes nothing of a company that is not in the catalogue', () => {
    expect(cutoffOf('transcript', undefined, now)).toBeNull();
    expect(mayKeep('transcript', new Date(0), undefined, now)).toBe(true);
  });
});
