export interface BatchLimits {
  /** Jobs in one batch at most. */
  readonly most: number;
  /** Batches at work at the same time. */
  readonly atOnce: number;
}

/** Enough to spread the cost of a transaction, and over before somebody who waits for an answer notices. */
export const usualLimits: BatchLimits = { most: 200, atOnce: 2 };

/**
 * Hands over together what has come together. Nothing waits for company: a job that comes alone goes at once, and while
 * batches are at work those that come collect for the next one.
 */
export class Batches<Job extends { readonly key: string }> {
  private waiting: Job[] = [];
  private working = 0;
  private woken = false;

  /**
   * @param handle must not reject
   * @param soon runs something when what has been read from the sockets already is handed over, too
   */
  constructor(
    private readonly handle: (jobs: readonly Job[]) => Promise<void>,
    private readonly limits: BatchLimits,
    private readonly soon: (run: () => void) => void,
  ) {}

  add(job: Job): void {
    this.waiting.push(job);
    this.wake();
  }

  private wake(): void {
    if (this.woken) return;
    this.woken = true;
    this.soon(() => {
      this.woken = false;
      while (this.working < this.limits.atOnce && this.waiting.length > 0) this.begin(this.next());
    });
  }

  private begin(jobs: readonly Job[]): void {
    this.working += 1;
    void this.handle(jobs).finally(() => {
      this.working -= 1;
      this.wake();
    });
  }

  /** The oldest, of each key one: what comes twice is looked at again when the first is through. */
  private next(): Job[] {
    const jobs = new Map<string, Job>();
    const rest: Job[] = [];
    for (const job of this.waiting) {
      if (jobs.size < this.limits.most && !jobs.has(job.key)) jobs.set(job.key, job);
      else rest.push(job);
    }
    this.waiting = rest;
    return [...jobs.values()];
  }
}
