import { FaultBoard } from './fault-board';

interface Match {
  operation?: string;
}
const board = (randomSeed: number) => new FaultBoard<Match, string>(randomSeed);
const post = { operation: 'post' };

/** Which of so many requests are hit. */
const pattern = (faults: FaultBoard<Match, string>, requests = 200) =>
  Array.from({ length: requests }, () => faults.take(post).join());

describe('FaultBoard', () => {
  it('hits about as often as the chance says, and the same ones for the same random seed', () => {
    const [one, same, other] = [7, 7, 8].map((seed) => {
      const faults = board(seed);
      faults.arm({ on: post, effect: 'lost', times: null, chance: 0.2 });
      return pattern(faults);
    });
    const hits = one.filter((effect) => effect === 'lost').length;
    expect(hits).toBeGreaterThan(20);
    expect(hits).toBeLessThan(60);
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('rolls for each fault by itself, whatever else is armed', () => {
    const alone = board(7);
    alone.arm({ on: post, effect: 'lost', times: null, chance: 0.2 });
    const together = board(7);
    const { id } = together.arm({ on: post, effect: 'lost', times: null, chance: 0.2 });
    together.arm({ on: post, effect: 'broken', times: null, chance: 0.2 });

    const both = pattern(together);
    expect(both.map((effects) => (effects.includes('lost') ? 'lost' : ''))).toEqual(pattern(alone));
    expect(new Set(both)).toEqual(new Set(['', 'lost', 'broken', 'lost,broken']));
    expect(together.list()[0]).toMatchObject({ id, matches: 200 });
  });

  it('counts hits, not matches, towards the times', () => {
    const faults = board(7);
    faults.arm({ on: {}, effect: 'lost', times: 3, chance: 0.2 });
    expect(pattern(faults).filter(Boolean)).toHaveLength(3);
    expect(faults.list()[0].matches).toBeGreaterThan(3);
  });
});
