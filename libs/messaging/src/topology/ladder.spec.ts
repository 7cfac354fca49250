import { parseLadder, rungName } from './ladder';

describe('the retry ladder', () => {
  it('is read from text and named by it', () => {
    const ladder = parseLadder('200ms, 5s,30s,2m,10m,1h');
    expect(ladder).toEqual([200, 5_000, 30_000, 120_000, 600_000, 3_600_000]);
    expect(ladder.map(rungName)).toEqual(['200ms', '5s', '30s', '2m', '10m', '1h']);
  });

  it.each(['', '5', '5x', '0s', '-1s', '5s,,1m', '1.5s'])('refuses %j and says which part', (text) => {
    expect(() => parseLadder(text)).toThrow(/RETRY_LADDER: ".*" is not a duration/);
  });

  it('must rise', () => {
    expect(() => parseLadder('30s,5s')).toThrow('RETRY_LADDER must rise, but 5s does not.');
  });

  it.each(['30s,5s', 'soon'])('says which setting was %j, for durations that are no retry ladder too', (text) => {
    expect(() => parseLadder(text, 'HINT_LOOK_AGAIN')).toThrow(/^HINT_LOOK_AGAIN\b(?!.*RETRY_LADDER)/);
  });
});
