import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Guard } from '../src/breaks/guards';
import { play, seedsUntilMissed } from '../src/run/play';
import type { summaryOf } from '../src/run/tally';

/** The small form of `npm run simulate`, which plays as many as one likes. */
describe('two thousand stories', () => {
  it('end with one booking for each intention, and nobody was told anything untrue', async () => {
    // As a process, for the speed: within Jest each look at a global goes another way.
    const script = resolve(__dirname, '../dist/main.js');
    const { stdout } = await promisify(execFile)(process.execPath, [script, '--seeds', '2000', '--seed', '1']);
    const { found, hits, distinctInterleavings } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ReturnType<
      typeof summaryOf
    >;
    expect(found).toEqual([]);
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
