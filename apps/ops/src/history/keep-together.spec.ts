import { KeepTogether } from './keep-together';

/** A place to keep things in, which can be away, and refuses what says so. */
class Place {
  readonly lots: string[][] = [];
  away = 0;
  private opened: () => void = () => undefined;
  private gate: Promise<void> | undefined;
  readonly together: KeepTogether<string>;

  constructor(options: { most?: number; mostBytes?: number; patienceMs?: number } = {}) {
    this.together = new KeepTogether<string>((items) => this.keep(items), isRefused, {
      most: 3,
      mostBytes: 1_000,
      patienceMs: 60_000,
      ...options,
    });
  }

  close(): void {
    this.gate = new Promise((resolve) => (this.opened = resolve));
  }

  open(): void {
    this.opened();
    this.gate = undefined;
  }

  private async keep(items: readonly string[]): Promise<void> {
    await this.gate;
    if (this.away > 0) {
      this.away -= 1;
      throw new Error('away');
    }
    const wrong = items.find((item) => item.startsWith('wrong'));
    if (wrong !== undefined) throw new Error(`refused: ${wrong}`);
    this.lots.push([...items]);
  }
}

const isRefused = (error: unknown) => (error as Error).message.startsWith('refused');

describe('what is kept together', () => {
  it('is what came together, in its order, so many at most', async () => {
    const place = new Place();
    await Promise.all(['a', 'b', 'c', 'd'].map((item) => place.together.add(item, 1)));
    expect(place.lots).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('waits for no company', async () => {
    const place = new Place();
    await place.together.add('a', 1);
    await place.together.add('b', 1);
    expect(place.lots).toEqual([['a'], ['b']]);
  });

  it('is what came while another lot was kept', async () => {
    const place = new Place();
    place.close();
    const first = place.together.add('a', 1);
    await new Promise(setImmediate);
    const others = [place.together.add('b', 1), place.together.add('c', 1)];
    place.open();
    await Promise.all([first, ...others]);
    expect(place.lots).toEqual([['a'], ['b', 'c']]);
  });

  it('is no more than so many bytes, but for one that alone is more', async () => {
    const place = new Place({ mostBytes: 10 });
    const sizes = { a: 6, b: 5, c: 50, d: 1 };
    await Promise.all(Object.entries(sizes).map(([item, bytes]) => place.together.add(item, bytes)));
    expect(place.lots).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('is tried again while its place is away', async () => {
    const place = new Place();
    place.away = 2;
    await Promise.all([place.together.add('a', 1), place.together.add('b', 1)]);
    expect(place.lots).toEqual([['a', 'b']]);
  });

  it('fails when its place is away for too long, and the next is tried anew', async () => {
    const place = new Place({ patienceMs: -1 });
    place.away = 1;
    await expect(place.together.add('a', 1)).rejects.toThrow('away');
    await place.together.add('b', 1);
    expect(place.lots).toEqual([['b']]);
  });

  it('fails alone when it is wrong, and the others are kept', async () => {
    const place = new Place();
    const ends = await Promise.allSettled(['a', 'wrong b', 'c'].map((item) => place.together.add(item, 1)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(place.lots.flat()).toEqual(['a', 'c']);
  });
});
