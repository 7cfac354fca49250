import { functionCallsOf, isAnswerTo, type Outcome, type Verdict, type Waiting } from './outcome';

/** More callers at once than this process is made for; nothing was begun for the one who was turned away. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
}

/** The function calls of this process that wait for an answer. */
export class OutcomeWaiters {
  /** By function call id; a retried request of one function call is a second waiter of the same id. */
  private readonly waiters = new Map<string, Set<Waiter>>();
  private open = 0;

  /** @param limit how many may wait at once */
  constructor(private readonly limit: number) {}

  /**
   * Begins to wait; do this before asking, or the answer may pass unseen. The caller closes it on every path.
   * @throws TooManyWaiting
   */
  wait(waiting: Waiting): Waiter {
    if (this.open >= this.limit) throw new TooManyWaiting(`${this.limit} function calls wait already`);
    const waiter = new Waiter(waiting, () => this.forget(waiter));
    const { functionCallId: id } = waiting;
    this.waiters.set(id, (this.waiters.get(id) ?? new Set()).add(waiter));
    this.open += 1;
    return waiter;
  }

  /** Hands an outcome to every function call it answers. */
  announce(outcome: Outcome): void {
    for (const id of functionCallsOf(outcome)) this.waiters.get(id)?.forEach((waiter) => waiter.offer(outcome));
  }

  get size(): number {
    return this.open;
  }

  private forget(waiter: Waiter): void {
    const { functionCallId: id } = waiter.waiting;
    const sameId = this.waiters.get(id);
    if (!sameId?.delete(waiter)) return;
    if (sameId.size === 0) this.waiters.delete(id);
    this.open -= 1;
  }
}

/** One function call that waits. The first verdict counts. */
export class Waiter {
  readonly verdict: Promise<Verdict>;
  private resolve: (verdict: Verdict) => void;

  constructor(
    readonly waiting: Waiting,
    readonly close: () => void,
  ) {
    this.verdict = new Promise((resolve) => (this.resolve = resolve));
  }

  /** Settles the wait if the outcome is the answer to it. */
  offer(outcome: Outcome): void {
    if (isAnswerTo(this.waiting, outcome)) this.resolve(outcome);
  }

  /** Ends the wait without an answer. */
  giveUp(kind: 'no_answer_yet' | 'not_taken'): void {
    this.resolve({ kind });
  }
}
