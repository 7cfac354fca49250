import type { Guard } from '../src/breaks/guards';
import { play, seedsUntilMissed } from '../src/run/play';
import { summaryOf, tallyOf } from '../src/run/tally';

/** The small form of `npm run simulate`, which plays as many as one likes. */
describe('two thousand stories', () => {
  it('end with one booking for each intention, and nobody was told anything untrue', async () => {
    const tally = tallyOf(await play(1, 2_000));
    expect(tally.found).toEqual([]);
    const { hits, distinctInterleavings } = summaryOf(tally, 0);
    expect(Object.entries(hits).filter(([, count]) => count === 0)).toEqual([]);
    expect(distinctInterleavings).toBeGreaterThan(1_900); // the shortest stories can go alike
  }, 300_000);

  it('go the same way every time', async () => {
    const [once, again] = [await play(77, 20), await play(77, 20)];
    expect(once.map(({ digest }) => digest)).toEqual(again.map(({ digest }) => digest));
  });

  // A judge that finds nothing may be blind. The other guards are missed too, after more stories: `--breaks` says how many.
  it.each<Guard>([
    'posting-before-post',
    'look-before-second-post',
    'compare-and-set',
    'recorded-before-booked',
    'compensation',
  ])('show soon that a guard is taken away: %s', async (guard) => {
    expect(await seedsUntilMissed(guard, 1, 100)).not.toBeNull();
  });
});
