import { isAnswerTo, type Outcome, type Verdict, type Waiting } from './outcome';

/** More callers at once than this process is made for; nothing was begun for the one who was turned away. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
}

/** The function calls of this process that wait for an answer. */
export class OutcomeWaiters {
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
    const sameRequest = this.waiters.get(waiting.requestKey) ?? new Set();
    this.waiters.set(waiting.requestKey, sameRequest.add(waiter));
    this.open += 1;
    return waiter;
  }

  /** Hands an outcome to every function call it answers. */
  announce(requestKey: string | null, outcome: Outcome): void {
    if (requestKey === null) return;
    this.waiters.get(requestKey)?.forEach((waiter) => waiter.offer(outcome));
  }

  get size(): number {
    return this.open;
  }

  private forget(waiter: Waiter): void {
    const sameRequest = this.waiters.get(waiter.waiting.requestKey);
    if (!sameRequest?.delete(waiter)) return;
    this.open -= 1;
    if (sameRequest.size === 0) this.waiters.delete(waiter.waiting.requestKey);
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
