import type { SimulatedProcess } from './process';

/** Works off what is due, when it is due, for as long as the process lives. */
export class Poller {
  private next: number | undefined;
  private isWorking = false;

  /**
   * @param work says whether there may be more to do at once
   * @param nextDueAt when there is something to do next, in epoch milliseconds
   * @param laterByMs how much later than that it is noticed
   */
  constructor(
    private readonly process: SimulatedProcess,
    private readonly work: () => Promise<boolean>,
    private readonly nextDueAt: () => number | undefined,
    private readonly laterByMs: () => number,
  ) {}

  /** To be called when something may have become due. */
  wake(): void {
    if (this.isWorking) return;
    const due = this.nextDueAt();
    if (due === undefined || (this.next !== undefined && this.next <= due + 1_000)) return;
    const { clockwork } = this.process;
    const at = Math.max(due, clockwork.nowMs) + this.laterByMs();
    this.next = at;
    this.process.later(at - clockwork.nowMs, () => {
      if (this.next !== at) return; // something became due earlier
      this.next = undefined;
      this.poll();
    });
  }

  private poll(): void {
    const due = this.nextDueAt();
    if (due === undefined || due > this.process.clockwork.nowMs) return this.wake();
    this.isWorking = true;
    const done = (): void => {
      this.isWorking = false;
      this.wake();
    };
    const round = async (): Promise<void> => {
      while (await this.work());
    };
    // What could not be stored is due again when its lease ends.
    round().then(done, done);
  }
}
