import { Backlog } from './backlog';

const place = (seq: number, arrivedAt = seq) => ({ seq, arrivedAt });

/** What would be forwarded, in order. */
function drained(backlog: Backlog): number[] {
  const order: number[] = [];
  for (let next = backlog.first(); next; next = backlog.first()) {
    order.push(next.seq);
    backlog.remove(next);
  }
  return order;
}

describe('the backlog', () => {
  it('is forwarded in order of arrival, whatever the order of writing', () => {
    const backlog = new Backlog([place(3, 30), place(1, 10)]);
    for (const [seq, arrivedAt] of [
      [4, 40],
      [5, 20],
      [6, 40],
    ] as const) {
      backlog.add(place(seq, arrivedAt));
    }
    expect(drained(backlog)).toEqual([1, 5, 3, 4, 6]);
  });

  it('lets others pass what is held back, until its time comes', () => {
    const backlog = new Backlog([place(1), place(2), place(3)]);
    backlog.hold(place(1), 100);
    expect([backlog.waitingCount, backlog.heldCount, backlog.first()?.seq]).toEqual([2, 1, 2]);
    backlog.release(99);
    expect(backlog.first()?.seq).toBe(2);
    backlog.release(100);
    expect([backlog.heldCount, drained(backlog)]).toEqual([0, [1, 2, 3]]);
  });

  it('knows its oldest, held or not', () => {
    const backlog = new Backlog([place(1, 10), place(2, 20)]);
    backlog.hold(place(1, 10), 100);
    expect(backlog.oldest).toBe(10);
    expect(new Backlog().oldest).toBeUndefined();
  });

  it('forgets a place that is not there without a word', () => {
    const backlog = new Backlog([place(1)]);
    backlog.remove(place(7));
    expect(backlog.waitingCount).toBe(1);
  });
});
