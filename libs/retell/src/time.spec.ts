import { isoOfEpochMs } from './time';

describe('a time of Retell', () => {
  it('is epoch milliseconds', () => {
    expect(isoOfEpochMs(1_795_446_245_120)).toBe('2026-11-23T15:04:05.120Z');
  });

  it.each([null, undefined, '1795446245120', NaN, Infinity, 0, 1_795_446_245, 9e15])('%p is none', (value) => {
    expect(isoOfEpochMs(value)).toBeNull();
  });
});
