import { RetryableError } from '@callbook/messaging/failure';
import { sharedStack } from '@callbook/testing';
import { planOf } from '../src/history/plan';
import { campaign } from '../src/run/campaign';
import { shrink } from '../src/run/shrink';
import { type Arena, openArena } from '../src/writers/arena';
import { type MakeWriter, realWriter } from '../src/writers/writer';

const fixed = { seed: 1, runs: 300, atOnce: 150 };

/** The small form of `npm run property`, which tells as many as one likes. */
describe('three hundred histories, told to two writers', () => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena(sharedStack().databaseUrl);
  }, 60_000);
  afterAll(() => arena.close());

  it('end in the rows of the fold, with both halves of every link', async () => {
    const { found, kinds, runs } = await campaign(arena, fixed);
    expect(found.map(({ seed, played }) => ({ seed, ...played.violations }))).toEqual([]);
    expect(runs).toBe(300);
    expect(Object.keys(kinds)).toHaveLength(21); // everything that records takes, but the erasing of a person
  }, 240_000);

  it('would not, if what has to wait for another message were taken as handled', async () => {
    const { found } = await campaign(arena, { ...fixed, makeWriter: swallowing, mostFound: 1 });
    expect(found).not.toEqual([]);
    const [{ seed, played: seen }] = found as [(typeof found)[0]];
    const { played, alone } = await shrink(arena, { plan: planOf(seed), seen, makeWriter: swallowing });
    expect(alone).toBe(true);
    // What waits, and what it waits for: one message, or of a merge the two that make its customers known.
    expect(played.history.messages.length).toBeLessThanOrEqual(3);
  }, 240_000);
});

/** Takes a message that has to wait for another one as handled. */
const swallowing: MakeWriter = (dataSource, surroundings) => {
  const writer = realWriter(dataSource, surroundings);
  return {
    ...writer,
    tell: (event) =>
      writer.tell(event).catch((error: unknown) => {
        if (!(error instanceof RetryableError)) throw error;
      }),
  };
};
