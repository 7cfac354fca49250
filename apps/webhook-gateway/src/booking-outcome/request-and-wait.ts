import type { Event, Operation } from '@callbook/contracts';
import type { Events } from '../events';
import type { Clock } from '../time/clock';
import { repeatedly } from '../time/repeatedly';
import type { Timers } from '../time/timers';
import type { Verdict } from './outcome';
import type { OutcomeWaiters, Waiter } from './outcome-waiters';
import type { RequestOutcomes } from './request-outcomes';

/** As much of a request as the wait for its outcome needs. */
export interface AskedFor {
  readonly requestKey: string;
  /** ISO 8601: when the agent stops waiting. */
  readonly answerBy: string;
}

/**
 * Hands a request to booking and waits for what becomes of it, until `answerBy` and no longer. The answer may come as an
 * event or, when that passed another replica or an earlier minute, from records. The work goes on without the one who waits.
 */
export class RequestAndWait {
  /** @param pollMs between two questions to records, in milliseconds */
  constructor(
    private readonly waiters: OutcomeWaiters,
    private readonly events: Events,
    private readonly outcomes: RequestOutcomes,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly pollMs: number,
  ) {}

  /**
   * Safe to repeat: the event's id makes booking see a repetition as one. After `answerBy` nothing is published any more.
   * @param gone aborted when nobody listens any more
   * @throws TooManyWaiting before anything is published
   */
  async execute(operation: Operation, request: Event<AskedFor>, gone: AbortSignal): Promise<Verdict> {
    const { company, id: functionCallId } = request;
    const waiter = this.waiters.wait({ company, operation, requestKey: request.data.requestKey, functionCallId });
    const done = new AbortController();
    try {
      this.begin(request, waiter, gone, done.signal); // only now: an answer may come before the confirm
      return await waiter.verdict;
    } finally {
      waiter.close();
      done.abort();
    }
  }

  /** Sets everything going that may end the wait; all of it stops with `done`. */
  private begin(request: Event<AskedFor>, waiter: Waiter, gone: AbortSignal, done: AbortSignal): void {
    const remainingMs = Date.parse(request.data.answerBy) - this.clock.now().getTime();
    let taken = false;
    const giveUp = () => waiter.giveUp(taken ? 'no_answer_yet' : 'not_taken');
    // Whoever asked has given up, or asked again: what they want by now is another matter.
    if (remainingMs <= 0) return giveUp();

    this.timers.after(remainingMs, giveUp, done);
    gone.addEventListener('abort', giveUp, { signal: done });
    if (gone.aborted) giveUp();

    void this.events.publish(request).then(() => {
      taken = true;
      repeatedly(() => this.askRecords(waiter), this.pollMs, this.timers, done);
    }, giveUp);
  }

  private async askRecords(waiter: Waiter): Promise<void> {
    const outcome = await this.outcomes.outcomeOf(waiter.waiting, { timeoutMs: this.pollMs });
    if (outcome) waiter.offer(outcome);
  }
}
