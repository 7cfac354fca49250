import { SandboxRandom } from '@callbook/sandbox';
import { arrivals, beginAt } from './arrivals';

describe('arrivals', () => {
  it('come as often as they should, one in each share of a second and not at even distances', () => {
    const times = arrivals(20, 3, new SandboxRandom(1));
    expect(times).toHaveLength(60);
    expect(times.map((time) => Math.floor(time / 50))).toEqual(times.map((_, index) => index));
    expect(new Set(times.map((time) => Math.round(time % 50))).size).toBeGreaterThan(10);
  });

  it('are the same for the same seed', () => {
    expect(arrivals(20, 1, new SandboxRandom(5))).toEqual(arrivals(20, 1, new SandboxRandom(5)));
    expect(arrivals(20, 1, new SandboxRandom(5))).not.toEqual(arrivals(20, 1, new SandboxRandom(6)));
  });

  it('do not wait for one another', async () => {
    const ends: (() => void)[] = [];
    const all = beginAt([0, 1, 2], (index) => new Promise<number>((resolve) => ends.push(() => resolve(index))));
    while (ends.length < 3) await new Promise((resolve) => setImmediate(resolve));
    for (const end of ends.reverse()) end();
    await expect(all).resolves.toEqual([0, 1, 2]);
  });

  it('tell of one that failed when all have been begun', async () => {
    const begun: number[] = [];
    const all = beginAt([0, 1], async (index) => {
      begun.push(index);
      if (index === 0) throw new Error('no');
    });
    await expect(all).rejects.toThrow('no');
    expect(begun).toEqual([0, 1]);
  });
});
