/** What happens at a virtual moment. */
export interface Entry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Breaks ties: what was entered first goes first. */
  readonly order: number;
  readonly run: () => void;
}

/** Everything that is yet to happen, soonest first: a binary heap. */
export class Agenda {
  private readonly heap: Entry[] = [];
  private entered = 0;

  get size(): number {
    return this.heap.length;
  }

  add(at: number, run: () => void): void {
    const { heap } = this;
    const entry = { at, order: (this.entered += 1), run };
    let hole = heap.length;
    heap.push(entry);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!isSooner(entry, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  }

  take(): Entry | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isSooner(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (!isSooner(heap[child] as Entry, last)) break;
      heap[hole] = heap[child] as Entry;
      hole = child;
    }
    heap[hole] = last;
    return first;
  }
}

const isSooner = (a: Entry, b: Entry): boolean => (a.at === b.at ? a.order < b.order : a.at < b.at);
