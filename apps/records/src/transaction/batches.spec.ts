import { setImmediate as turn } from 'node:timers/promises';
import { Batches } from './batches';

interface Job {
  readonly key: string;
}

/** Notes what is handed over together, and holds it until it is told to go on. */
class Workshop {
  readonly handed: string[][] = [];
  private readonly finishes: (() => void)[] = [];
  readonly batches: Batches<Job>;

  constructor(limits: { most: number; atOnce: number }) {
    this.batches = new Batches(
      (jobs) => {
        this.handed.push(jobs.map(({ key }) => key));
        return new Promise((resolve) => this.finishes.push(resolve));
      },
      limits,
      setImmediate,
    );
  }

  async add(...keys: string[]): Promise<void> {
    for (const key of keys) this.batches.add({ key });
    await turn();
  }

  async finish(batch: number): Promise<void> {
    this.finishes[batch]?.();
    await turn();
    await turn();
  }
}

describe('batches', () => {
  it('begin at once with a job that comes alone', async () => {
    const { handed, batches } = new Workshop({ most: 10, atOnce: 1 });
    batches.add({ key: 'a' });
    await turn();
    expect(handed).toEqual([['a']]);
  });

  it('hand over together what was read from the sockets together', async () => {
    const shop = new Workshop({ most: 10, atOnce: 1 });
    await shop.add('a', 'b', 'c');
    expect(shop.handed).toEqual([['a', 'b', 'c']]);
  });

  it('collect what comes while one is at work, and hand it over in the order in which it came', async () => {
    const shop = new Workshop({ most: 10, atOnce: 1 });
    for (const key of ['a', 'c', 'b', 'd']) await shop.add(key);
    expect(shop.handed).toEqual([['a']]);
    await shop.finish(0);
    expect(shop.handed).toEqual([['a'], ['c', 'b', 'd']]);
  });

  it('are no larger than allowed, and no more at a time', async () => {
    const shop = new Workshop({ most: 2, atOnce: 2 });
    await shop.add('a', 'b', 'c', 'd', 'e');
    expect(shop.handed).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await shop.finish(1);
    expect(shop.handed[2]).toEqual(['e']);
  });

  it('never have the same message twice: the copy comes after it', async () => {
    const shop = new Workshop({ most: 10, atOnce: 1 });
    await shop.add('a', 'b', 'a');
    expect(shop.handed).toEqual([['a', 'b']]);
    await shop.finish(0);
    expect(shop.handed[1]).toEqual(['a']);
  });
});
